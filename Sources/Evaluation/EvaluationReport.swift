/// What a classifier achieved on several sets.
public struct EvaluationReport: Sendable, Codable, Equatable {
    /// The classifier's file.
    public let model: String
    public let sets: [SetResult]
    /// What perturbations of the photographs do; empty where none was asked for.
    public let robustness: [RobustnessResult]

    public init(model: String, sets: [SetResult], robustness: [RobustnessResult] = []) {
        self.model = model
        self.sets = sets
        self.robustness = robustness
    }
}
