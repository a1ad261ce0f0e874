import Matrices

/// What is known of the photographs that the rows of a features file describe, row by row.
public struct FeaturesRows: Sendable, Equatable {
    /// Paths relative to the data set; all different.
    public var paths: [String]
    /// 1 aesthetic, 0 not aesthetic, -1 unknown.
    public var labels: [Int8]
    /// Ratings `[images, bins]`, where the data set has them.
    public var scores: Matrix?
    /// The group of each photograph, "" for one without; nil where the data set has none.
    public var groups: [String]?

    public init(paths: [String], labels: [Int8], scores: Matrix? = nil, groups: [String]? = nil) {
        self.paths = paths
        self.labels = labels
        self.scores = scores
        self.groups = groups
    }
}

/// A photograph without a row, and why.
public struct SkippedPhotograph: Sendable, Codable, Equatable {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// The reason without what stands in brackets in it, which differs from photograph to photograph.
    public var kind: String {
        reason.replacing(#/ \(.*\)/#, with: "")
    }
}

extension [SkippedPhotograph] {
    /// How many there are of each kind of reason.
    public var countsByKind: [String: Int] { Dictionary(grouping: self, by: \.kind).mapValues(\.count) }
}
