import Foundation
import Matrices

/// Learning from a teacher's soft answers beside the labels (Hinton, Vinyals, Dean 2015).
///
/// The loss of a row is `alpha * T² * KL(teacher at temperature T || student at temperature T)
/// + (1 - alpha) * crossEntropy(label, student)`, where the answer at temperature T is softmax(logits / T).
public struct Distillation: Codable, Sendable, Equatable {
    /// The teacher's share in the loss, 0 to 1.
    public let alpha: Double
    /// The temperature T, above 0; the higher, the softer the answers.
    public let temperature: Double

    /// Throws `LearningError.configurationValue` when a value is out of range.
    public init(alpha: Double = 0.5, temperature: Double = 2) throws(LearningError) {
        self.alpha = alpha
        self.temperature = temperature
        try check()
    }

    func check() throws(LearningError) {
        if !(0...1 ~= alpha) {
            throw .configurationValue(name: "alpha of the distillation", value: alpha, expected: "between 0 and 1")
        }
        if !(temperature > 0 && temperature.isFinite) {
            throw .configurationValue(
                name: "temperature of the distillation", value: temperature, expected: "above 0")
        }
    }

    /// Logits whose softmax is the given probabilities `[rows, classes]`, for teachers that give only those.
    ///
    /// A probability of 0 is taken as the smallest normal float.
    public static func logits(ofProbabilities probabilities: Matrix) -> Matrix {
        Matrix(
            rows: probabilities.rows, columns: probabilities.columns,
            elements: probabilities.elements.map { log(max($0, Float.leastNormalMagnitude)) })
    }
}
