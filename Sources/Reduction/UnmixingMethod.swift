/// How independent components were found; it is stored with them.
public struct UnmixingMethod: Sendable, Equatable, Codable {
    /// How the search ended.
    public struct Convergence: Sendable, Equatable, Codable {
        /// The number of iterations of the component that took the most.
        public let iterations: Int
        /// How far the last iteration turned the components: the largest change, as 1 less the cosine.
        public let change: Double
        /// The number of components that the last iteration still turned by at least the tolerance.
        public let unconverged: Int

        /// A record of how a search ended.
        ///
        /// - Parameters:
        ///   - iterations: the number of iterations of the component that took the most.
        ///   - change: the largest change of the last iteration, as 1 less the cosine.
        ///   - unconverged: the number of components that had not converged.
        public init(iterations: Int, change: Double, unconverged: Int) {
            self.iterations = iterations
            self.change = change
            self.unconverged = unconverged
        }
    }

    /// The name of the contrast: `logcosh`, `exp` or `cube`.
    public let contrast: String
    /// The parameter of `logcosh`; nil for other contrasts.
    public let alpha: Double?
    /// Whether directions were found together or one after the other.
    public let approach: IndependentComponentConfiguration.Approach
    /// The change below which a component had converged.
    public let tolerance: Double
    /// How the search ended.
    public let convergence: Convergence
    /// How the principal components that whiten the rows were found.
    public let whitening: FittingMethod?
}
