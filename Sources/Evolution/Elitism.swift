/// The best members go on unchanged, so that the best fitness never falls.
public struct Elitism: Sendable, Equatable {
    /// How many go on; 0 for none.
    public let count: Int

    public init(count: Int = 2) {
        self.count = count
    }

    /// The elites of a population ranked from best to worst, best first.
    public func elites(of ranked: Population) -> [Individual] {
        Array(ranked.members.prefix(count))
    }
}
