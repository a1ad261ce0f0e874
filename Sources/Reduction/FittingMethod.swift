/// How components were found; it is stored with them.
public struct FittingMethod: Sendable, Equatable, Codable {
    /// How the eigenvectors were computed.
    public let solver: FittingPlan.Solver
    /// The precision of the products.
    public let arithmetic: Arithmetic
    /// How the number of components was chosen: `count`, `share S`, `parallel analysis` or `likelihood`.
    public let selection: String
    /// How often the randomised solver read the rows; nil for other solvers.
    public let passes: Int?
    /// The largest relative distance of a variance from a true one; nil unless the solver was randomised.
    public let relativeErrorBound: Double?

    /// A record of a fit.
    ///
    /// - Parameters:
    ///   - solver: how the eigenvectors were computed.
    ///   - arithmetic: the precision of the products.
    ///   - selection: how the number of components was chosen.
    ///   - passes: how often the randomised solver read the rows.
    ///   - relativeErrorBound: the randomised solver's bound of the relative error of each variance.
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
