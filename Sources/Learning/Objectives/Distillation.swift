import Foundation
import Matrices

/// How a student learns from the soft answers of a teacher as well as from labels (Hinton, Vinyals and Dean 2015).
///
/// The loss of a row is `alpha * T² * KL(teacher at T || student at T) + (1 - alpha) * crossEntropy(label, student)`, where the
/// answer at the temperature T is softmax(logits / T). If `matching` is above 0, the difference between the last hidden layers
/// of the two networks is added with that weight (Romero et al. 2015).
public struct Distillation: Codable, Sendable, Equatable {
    /// The teacher's share of the loss, 0 to 1.
    public let alpha: Double
    /// The temperature T, above 0; higher temperatures make softer answers.
    public let temperature: Double
    /// The weight of matching the input of the teacher's last layer; 0 or more.
    public let matching: Double

    /// A rule for learning from a teacher.
    ///
    /// - Parameters:
    ///   - alpha: The teacher's share of the loss, 0 to 1.
    ///   - temperature: The temperature of the answers, above 0.
    ///   - matching: The weight of matching the teacher's last hidden layer; 0 or more.
    /// - Throws: `LearningError.configurationValue` if a value is out of range.
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

    /// The logits whose softmax gives these probabilities `[rows, classes]`, for teachers that give only probabilities.
    ///
    /// A probability of 0 is replaced by the smallest normal float.
    public static func logits(ofProbabilities probabilities: Matrix) -> Matrix {
        Matrix(
            rows: probabilities.rows, columns: probabilities.columns,
            elements: probabilities.elements.map { log(max($0, Float.leastNormalMagnitude)) })
    }
}
