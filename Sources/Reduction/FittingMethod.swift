/// How components were found: what is stored beside them.
public struct FittingMethod: Sendable, Equatable, Codable {
    public let solver: FittingPlan.Solver
    public let arithmetic: Arithmetic
    /// How their number was chosen: `count`, `share S`, `parallel analysis` or `likelihood`.
    public let selection: String
    /// How often the randomised solver read the rows.
    public let passes: Int?
    /// Of the randomised solver: each variance lies within this part of itself from a true one.
    public let relativeErrorBound: Double?

    public init(
        solver: FittingPlan.Solver, arithmetic: Arithmetic, selection: String, passes: Int? = nil,
        relativeErrorBound: Double? = nil
    ) {
        self.solver = solver
        self.arithmetic = arithmetic
        self.selection = selection
        self.passes = passes
        self.relativeErrorBound = relativeErrorBound
    }
}
