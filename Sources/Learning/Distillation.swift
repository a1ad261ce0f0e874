import Foundation
import Matrices

/// Learning from a teacher's soft answers beside the labels (Hinton, Vinyals, Dean 2015).
///
/// The loss of a row is `alpha * T² * KL(teacher at temperature T || student at temperature T)
/// + (1 - alpha) * crossEntropy(label, student)`, where the answer at temperature T is softmax(logits / T); with `matching`
/// above 0, the difference between the two networks' last hidden layers is added, by that weight (Romero et al. 2015).
public struct Distillation: Codable, Sendable, Equatable {
    /// The teacher's share in the loss, 0 to 1.
    public let alpha: Double
    /// The temperature T, above 0; the higher, the softer the answers.
    public let temperature: Double
    /// The weight of matching what reaches the teacher's last layer, 0 or more.
    public let matching: Double

    /// Throws `LearningError.configurationValue` when a value is out of range.
    public init(alpha: Double = 0.5, temperature: Double = 2, matching: Double = 0) throws(LearningError) {
        self.alpha = alpha
        self.temperature = temperature
        self.matching = matching
        try check()
    }

    func check() throws(LearningError) {
        if !(0...1 ~= alpha) {
            throw .configurationValue(name: "alpha of the distillation", value: alpha, expected: "between 0 and 1")
        }
        if !(matching >= 0 && matching.isFinite) {
            throw .configurationValue(
                name: "weight of matching the teacher's layer", value: matching, expected: "0 or more")
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
