/// What was found in data sets before anything is trained.
public struct Exploration: Sendable, Codable {
    /// The data sets, in the order given.
    public let sets: [SetExploration]
    /// Photographs that occur more than once.
    public let duplicates: [DuplicateSearch.Pair]

    /// Makes an exploration.
    ///
    /// - Parameters:
    ///   - sets: the data sets.
    ///   - duplicates: photographs that occur more than once, in all sets.
    public init(sets: [SetExploration], duplicates: [DuplicateSearch.Pair]) {
        self.sets = sets
        self.duplicates = duplicates
    }

    /// The duplicates that are in different sets or parts.
    public var leaks: [DuplicateSearch.Pair] { duplicates.filter(\.isLeak) }

    /// The duplicates, the most harmful first: leaks, then pairs with two labels, then the others.
    public var duplicatesByHarm: [DuplicateSearch.Pair] {
        leaks + duplicates.filter { !$0.isLeak && $0.contradicts } + duplicates.filter { !$0.isLeak && !$0.contradicts }
    }
}
