import Foundation
import Matrices

/// What is known of the photographs that the rows of a features file describe, row by row.
public struct FeaturesRows: Sendable, Equatable {
    /// Paths relative to the data set; all different, but for the perturbed copies of a photograph.
    public var paths: [String]
    /// 1 aesthetic, 0 not aesthetic, -1 unknown.
    public var labels: [Int8]
    /// Ratings `[images, bins]`, where the data set has them.
    public var scores: Matrix?
    /// Mean scores, where the data set has them.
    public var means: MeanScores?
    /// The group of each photograph, "" for one without; nil where the data set has none.
    public var groups: [String]?
    /// The part of the data set that its manifest puts each photograph into, nil for one without; nil where it has no parts.
    public var splits: [SplitPart?]?
    /// What was done to the photograph before its features were computed, "" where nothing was; nil where all rows are
    /// photographs as they are.
    public var perturbations: [String]?
    /// By what each photograph is known again under another name: `FileDigest.brief` of its file, "" where that could not
    /// be read; nil in files that were written before there were any.
    public var digests: [String]?
    /// In pixels; nil in files that were written before there were any.
    public var sizes: [PictureSize]?

    public init(
        paths: [String], labels: [Int8], scores: Matrix? = nil, means: MeanScores? = nil, groups: [String]? = nil,
        splits: [SplitPart?]? = nil, perturbations: [String]? = nil, digests: [String]? = nil, sizes: [PictureSize]? = nil
    ) {
        self.paths = paths
        self.labels = labels
        self.scores = scores
        self.means = means
        self.groups = groups
        self.splits = splits
        self.perturbations = perturbations
        self.digests = digests
        self.sizes = sizes
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

    /// The rows of a part of the data set; none where it has no parts.
    public func rows(of part: SplitPart) -> [Int] {
        guard let splits else { return [] }
        return splits.indices.filter { splits[$0] == part }
    }

    /// The first key whose rows lie in two parts of the data set; nil where there is none. An empty key is no group.
    func firstDivided(by keys: [String]) -> String? {
        guard let splits else { return nil }
        var known: [String: SplitPart?] = [:]
        for (key, part) in zip(keys, splits) where !key.isEmpty {
            if let earlier = known.updateValue(part, forKey: key), earlier != part { return key }
        }
        return nil
    }

    /// The groups whose photographs lie in two parts of the data set, by name.
    public var dividedGroups: [String] {
        guard let splits, let groups else { return [] }
        var parts: [String: Set<SplitPart>] = [:]
        for (group, part) in zip(groups, splits) where !group.isEmpty {
            if let part { parts[group, default: []].insert(part) }
        }
        return parts.filter { $0.value.count > 1 }.keys.sorted()
    }

    /// Some of the rows, in the order given.
    public func selecting(rows: [Int]) -> FeaturesRows {
        FeaturesRows(
            paths: rows.map { paths[$0] }, labels: rows.map { labels[$0] }, scores: scores?.selecting(rows: rows),
            means: means?.selecting(rows: rows),
            groups: groups.map { groups in rows.map { groups[$0] } },
            splits: splits.map { splits in rows.map { splits[$0] } },
            perturbations: perturbations.map { perturbations in rows.map { perturbations[$0] } },
            digests: digests.map { digests in rows.map { digests[$0] } },
            sizes: sizes.map { sizes in rows.map { sizes[$0] } })
    }

    /// Such as `279 photographs`, or `279 photographs in 1395 rows`.
    public var countInWords: String {
        let photographs = untouched.count
        return "\(photographs) photographs" + (photographs == paths.count ? "" : " in \(paths.count) rows")
    }
}

/// Width and height of a picture in pixels, as its file stores it; 0 where they are not known.
public struct PictureSize: Sendable, Equatable {
    public var width: UInt32
    public var height: UInt32

    public init(width: UInt32, height: UInt32) {
        self.width = width
        self.height = height
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
        // No regular expression: a damaged file may hold half a million brackets that are never closed.
        guard let opening = reason.range(of: " ("), let closing = reason.lastIndex(of: ")"), opening.upperBound <= closing else {
            return reason
        }
        return reason.replacingCharacters(in: opening.lowerBound...closing, with: "")
    }
}

extension [SkippedPhotograph] {
    /// How many there are of each kind of reason.
    public var countsByKind: [String: Int] { Dictionary(grouping: self, by: \.kind).mapValues(\.count) }
}
