/// What a classifier achieved on several sets.
public struct EvaluationReport: Sendable, Codable, Equatable {
    /// The classifier's file.
    public let model: String
    public let sets: [SetResult]
    /// What perturbations of the photographs do; empty where none was asked for.
    public let robustness: [RobustnessResult]
    /// What makes the figures worth less than they look; nil in results that were written before it was told.
    public let warnings: [Warning]?

    public init(model: String, sets: [SetResult], robustness: [RobustnessResult] = [], warnings: [Warning]? = nil) {
        self.model = model
        self.sets = sets
        self.robustness = robustness
        self.warnings = warnings
    }
}
