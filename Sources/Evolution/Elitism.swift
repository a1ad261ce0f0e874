/// The rule that the best members survive unchanged, so that the best fitness never falls.
public struct Elitism: Sendable, Equatable {
    /// The number of members that survive; 0 for none.
    public let count: Int

    /// Makes a rule for this number of members.
    public init(count: Int = 2) {
        self.count = count
    }

    /// The members that survive, best first.
    ///
    /// - Parameter ranked: a population ranked from best to worst.
    public func elites(of ranked: Population) -> [Individual] {
        Array(ranked.members.prefix(count))
    }
}
