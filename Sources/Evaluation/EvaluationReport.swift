/// What a classifier achieved on several sets.
public struct EvaluationReport: Sendable, Codable, Equatable {
    /// The classifier's file.
    public let model: String
    public let sets: [SetResult]

    public init(model: String, sets: [SetResult]) {
        self.model = model
        self.sets = sets
    }
}
