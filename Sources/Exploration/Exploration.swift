/// The look at data sets before anything is trained.
public struct Exploration: Sendable, Codable {
    public let sets: [SetExploration]
    /// Photographs that are there more than once.
    public let duplicates: [DuplicateSearch.Pair]

    public init(sets: [SetExploration], duplicates: [DuplicateSearch.Pair]) {
        self.sets = sets
        self.duplicates = duplicates
    }

    /// Those of different sets or parts.
    public var leaks: [DuplicateSearch.Pair] { duplicates.filter(\.isLeak) }

    /// What spoils a measurement first: leaks, then pairs of two labels, then the others.
    public var duplicatesByHarm: [DuplicateSearch.Pair] {
        leaks + duplicates.filter { !$0.isLeak && $0.contradicts } + duplicates.filter { !$0.isLeak && !$0.contradicts }
    }
}
