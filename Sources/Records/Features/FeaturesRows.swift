import DataSets
import Foundation
import Matrices

/// What is known about the photographs of a features file, row by row.
public struct FeaturesRows: Sendable, Equatable {
    /// The path of each photograph, relative to the data set.
    ///
    /// All differ, except for the perturbed copies of a photograph.
    public var paths: [String]
    /// The label of each photograph: 1 aesthetic, 0 not aesthetic, -1 unknown.
    public var labels: [Int8]
    /// The ratings, `[images, bins]`; nil if the data set has none.
    public var scores: Matrix?
    /// The mean scores; nil if the data set has none.
    public var means: MeanScores?
    /// The group of each photograph, "" for one without; nil if the data set has none.
    public var groups: [String]?
    /// The part that a manifest assigns each photograph to, nil for one without; nil as a whole if the data set has no
    /// parts.
    public var splits: [SplitPart?]?
    /// What was done to each photograph before its features were computed, "" for nothing; nil if no row is a perturbed
    /// copy.
    public var perturbations: [String]?
    /// What identifies each photograph under another name: `FileDigest.brief` of its file, "" if that could not be read.
    ///
    /// Nil in older files, which have none.
    public var digests: [String]?
    /// The size of each picture; nil in older files, which have none.
    public var sizes: [PictureSize]?

    /// A description of rows.
    ///
    /// Every list has one element for each row.
    ///
    /// - Parameters:
    ///   - paths: the path of each photograph, relative to the data set.
    ///   - labels: 1 aesthetic, 0 not aesthetic, -1 unknown.
    ///   - scores: the ratings, `[images, bins]`.
    ///   - means: the mean scores.
    ///   - groups: the group of each photograph, "" for one without.
    ///   - splits: the part of each photograph, nil for one without.
    ///   - perturbations: what was done to each photograph, "" for nothing.
    ///   - digests: `FileDigest.brief` of each photograph, "" if unknown.
    ///   - sizes: the size of each picture.
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

    /// What distinguishes each row from all others: its path, and what was done to the photograph.
    public var keys: [RowKey] {
        paths.indices.map { RowKey(path: paths[$0], perturbation: perturbations?[$0] ?? "") }
    }

    /// The numbers of the rows that are not perturbed copies.
    public var untouched: [Int] {
        guard let perturbations else { return Array(paths.indices) }
        return perturbations.indices.filter { perturbations[$0].isEmpty }
    }

    /// The numbers of the rows of a part; none if the data set has no parts.
    ///
    /// - Parameter part: the part.
    public func rows(of part: SplitPart) -> [Int] {
        guard let splits else { return [] }
        return splits.indices.filter { splits[$0] == part }
    }

    /// The first key whose rows are in two parts of the data set; nil if there is none.
    ///
    /// An empty key is not a group.
    func firstDivided(by keys: [String]) -> String? {
        guard let splits else { return nil }
        var known: [String: SplitPart?] = [:]
        for (key, part) in zip(keys, splits) where !key.isEmpty {
            if let earlier = known.updateValue(part, forKey: key), earlier != part { return key }
        }
        return nil
    }

    /// The names of groups whose photographs are in two parts of the data set, sorted.
    public var dividedGroups: [String] {
        guard let splits, let groups else { return [] }
        var parts: [String: Set<SplitPart>] = [:]
        for (group, part) in zip(groups, splits) where !group.isEmpty {
            if let part { parts[group, default: []].insert(part) }
        }
        return parts.filter { $0.value.count > 1 }.keys.sorted()
    }

    /// Some of the rows.
    ///
    /// - Parameter rows: row numbers, in the order wanted.
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

    /// The number of photographs in words, such as `279 photographs` or `279 photographs in 1395 rows`.
    public var countInWords: String {
        let photographs = untouched.count
        return "\(photographs) photographs" + (photographs == paths.count ? "" : " in \(paths.count) rows")
    }
}

/// Width and height of a picture in pixels, as its file stores it; 0 if they are not known.
public struct PictureSize: Sendable, Equatable {
    /// The width in pixels.
    public var width: UInt32
    /// The height in pixels.
    public var height: UInt32

    /// A size.
    ///
    /// - Parameters:
    ///   - width: the width in pixels.
    ///   - height: the height in pixels.
    public init(width: UInt32, height: UInt32) {
        self.width = width
        self.height = height
    }
}

/// What distinguishes a row from the others of a data set.
public struct RowKey: Hashable, Sendable, CustomStringConvertible {
    /// The path of the photograph, relative to the data set.
    public let path: String
    /// What was done to the photograph; "" for nothing.
    public let perturbation: String

    /// A key.
    ///
    /// - Parameters:
    ///   - path: the path of the photograph, relative to the data set.
    ///   - perturbation: what was done to the photograph; "" for nothing.
    public init(path: String, perturbation: String = "") {
        self.path = path
        self.perturbation = perturbation
    }

    /// The value as text.
    public var description: String { path + (perturbation.isEmpty ? "" : ", perturbed by \(perturbation)") }
}

/// A photograph without a row, and why.
public struct SkippedPhotograph: Sendable, Codable, Equatable {
    /// The path of the photograph, relative to the data set.
    public var path: String
    /// Why it has no row, as a phrase for a sentence.
    public var reason: String

    /// A skipped photograph.
    ///
    /// - Parameters:
    ///   - path: the path of the photograph, relative to the data set.
    ///   - reason: why it has no row.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// The reason without the part in brackets, which differs from photograph to photograph.
    public var kind: String {
        // Not a regular expression, because a damaged file may hold half a million brackets that are never closed.
        guard let opening = reason.range(of: " ("), let closing = reason.lastIndex(of: ")"), opening.upperBound <= closing else {
            return reason
        }
        return reason.replacingCharacters(in: opening.lowerBound...closing, with: "")
    }
}

extension [SkippedPhotograph] {
    /// The number of photographs for each kind of reason.
    public var countsByKind: [String: Int] { Dictionary(grouping: self, by: \.kind).mapValues(\.count) }
}
