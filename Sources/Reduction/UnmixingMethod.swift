/// How independent components were found: what is stored beside them.
public struct UnmixingMethod: Sendable, Equatable, Codable {
    /// How the search ended.
    public struct Convergence: Sendable, Equatable, Codable {
        /// Of the component that took most.
        public let iterations: Int
        /// How far the last iteration turned a component: 1 less the cosine, the largest of all.
        public let change: Double
        /// How many components still turned by more than the tolerance.
        public let unconverged: Int

        public init(iterations: Int, change: Double, unconverged: Int) {
            self.iterations = iterations
            self.change = change
            self.unconverged = unconverged
        }
    }

    public let contrast: String
    /// Of `logcosh`.
    public let alpha: Double?
    public let approach: IndependentComponentConfiguration.Approach
    public let tolerance: Double
    public let convergence: Convergence
    /// How the components that whiten the rows were found.
    public let whitening: FittingMethod?
}
