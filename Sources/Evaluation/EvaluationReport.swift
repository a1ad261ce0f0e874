/// The results of a classifier on one or more sets.
public struct EvaluationReport: Sendable, Codable, Equatable {
    /// The classifier's file.
    public let model: String
    /// The results, one per set.
    public let sets: [SetResult]
    /// How perturbations change the verdicts; empty if none was asked for.
    public let robustness: [RobustnessResult]
    /// What makes the figures worth less than they look; nil in results from versions that stored no warnings.
    public let warnings: [Warning]?
    /// The classifier as the student of another, one comparison per set; nil unless that was asked for.
    public let students: [StudentComparison]?

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - model: the classifier's file.
    ///   - sets: the results, one per set.
    ///   - robustness: the results under perturbations, one per set.
    ///   - warnings: what makes the figures worth less than they look.
    ///   - students: the classifier as the student of another, one comparison per set; nil if it was not compared.
    public init(
        model: String, sets: [SetResult], robustness: [RobustnessResult] = [], warnings: [Warning]? = nil,
        students: [StudentComparison]? = nil
    ) {
        self.model = model
        self.sets = sets
        self.robustness = robustness
        self.warnings = warnings
        self.students = students
    }
}
