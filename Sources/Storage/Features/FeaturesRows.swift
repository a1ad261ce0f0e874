import Matrices

/// What is known of the photographs that the rows of a features file describe, row by row.
public struct FeaturesRows: Sendable, Equatable {
    /// Paths relative to the data set; all different, but for the perturbed copies of a photograph.
    public var paths: [String]
    /// 1 aesthetic, 0 not aesthetic, -1 unknown.
    public var labels: [Int8]
    /// Ratings `[images, bins]`, where the data set has them.
    public var scores: Matrix?
    /// The group of each photograph, "" for one without; nil where the data set has none.
    public var groups: [String]?
    /// What was done to the photograph before its features were computed, "" where nothing was; nil where all rows are
    /// photographs as they are.
    public var perturbations: [String]?

    public init(
        paths: [String], labels: [Int8], scores: Matrix? = nil, groups: [String]? = nil, perturbations: [String]? = nil
    ) {
        self.paths = paths
        self.labels = labels
        self.scores = scores
        self.groups = groups
        self.perturbations = perturbations
    }

    /// What tells each row from all others: its path, and what was done to the photograph.
    public var keys: [RowKey] {
        paths.indices.map { RowKey(path: paths[$0], perturbation: perturbations?[$0] ?? "") }
    }

    /// The rows of photographs as they are.
    public var untouched: [Int] {
        guard let perturbations else { return Array(paths.indices) }
        return perturbations.indices.filter { perturbations[$0].isEmpty }
    }

    /// Some of the rows, in the order given.
    public func selecting(rows: [Int]) -> FeaturesRows {
        FeaturesRows(
            paths: rows.map { paths[$0] }, labels: rows.map { labels[$0] }, scores: scores?.selecting(rows: rows),
            groups: groups.map { groups in rows.map { groups[$0] } },
            perturbations: perturbations.map { perturbations in rows.map { perturbations[$0] } })
    }

    /// Such as `279 photographs`, or `279 photographs in 1395 rows`.
    public var countInWords: String {
        let photographs = untouched.count
        return "\(photographs) photographs" + (photographs == paths.count ? "" : " in \(paths.count) rows")
    }
}

/// The name of a row among those of a data set.
public struct RowKey: Hashable, Sendable, CustomStringConvertible {
    public let path: String
    /// "" for a photograph as it is.
    public let perturbation: String

    public init(path: String, perturbation: String = "") {
        self.path = path
        self.perturbation = perturbation
    }

    public var description: String { path + (perturbation.isEmpty ? "" : ", perturbed by \(perturbation)") }
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
