import Faults

/// How to read a manifest where the names of its columns do not say it.
public struct ManifestReading: Sendable, Equatable {
    /// The names of columns, in any case; columns without an entry are found by their usual names.
    public var columns: [ManifestMeaning: String]
    /// What the names of the columns of votes begin with, in any case, before the number of the score.
    public var votePrefix: String
    /// The scale of the mean scores; nil to take it from the name of the column.
    public var scoreScale: ScoreScale?

    /// What the names of the columns of votes begin with unless another text is given.
    public static let usualVotePrefix = "r"

    /// Whether labels, votes and mean scores are read; otherwise they are ignored.
    public var readsTruth = true

    /// A way to read a manifest.
    ///
    /// - Parameters:
    ///   - columns: the names of columns that are not found by themselves.
    ///   - votePrefix: what the names of the columns of votes begin with, such as `c` for `c1`, `c2`, ….
    ///   - scoreScale: the scale of the mean scores; nil to take it from the name of the column.
    public init(
        columns: [ManifestMeaning: String] = [:], votePrefix: String = usualVotePrefix, scoreScale: ScoreScale? = nil
    ) {
        self.columns = columns
        self.votePrefix = votePrefix
        self.scoreScale = scoreScale
    }
}

/// The lowest and the highest possible score.
public struct ScoreScale: Sendable, Equatable {
    /// The lowest possible score.
    public let lowest: Double
    /// The highest possible score.
    public let highest: Double

    /// A scale; nil unless both numbers are finite and the first is below the second.
    ///
    /// - Parameters:
    ///   - lowest: the lowest possible score.
    ///   - highest: the highest possible score.
    public init?(lowest: Double, highest: Double) {
        guard lowest.isFinite, highest.isFinite, lowest < highest else { return nil }
        self.lowest = lowest
        self.highest = highest
    }

    /// Reads a scale such as `1...10`; nil for other texts.
    ///
    /// - Parameter text: two numbers separated by `...`, `…`, `to`, `:` or a hyphen.
    public init?(_ text: String) {
        let pattern = #/\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(?:\.\.\.?|…|–|-|:|to)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*/#
        guard let match = text.wholeMatch(of: pattern), let lowest = Double(match.1), let highest = Double(match.2) else {
            return nil
        }
        self.init(lowest: lowest, highest: highest)
    }

    /// Whether a score is on the scale; never true for NaN.
    ///
    /// - Parameter score: any number.
    public func contains(_ score: Double) -> Bool { score >= lowest && score <= highest }
}

/// What a column of a manifest may say of a photograph; votes have columns of their own, `r1`, `r2`, ….
public enum ManifestMeaning: String, Sendable, CaseIterable {
    /// The path of the photograph.
    case path
    /// Whether it is aesthetic.
    case label
    /// The part of the data set that it belongs to.
    case split
    /// The group that it belongs to, such as a series of one scene.
    case group
    /// Its mean score.
    case score

    /// The names that a column of this meaning may have, in lower case and without blanks, hyphens and underscores.
    ///
    /// The first name is preferred to the others, except for scores, which may differ.
    package var names: [String] {
        switch self {
        case .path:
            [
                "path", "file", "filename", "filepath", "image", "images", "imagename", "imagepath", "imagefile", "img",
                "photo", "photos", "photopath", "photograph", "picture", "relativepath",
            ]
        case .label: ["label", "labels", "class", "verdict"]
        case .split: ["split", "partition"]
        case .group: ["group", "groups"]
        case .score: ["score", "mean", "mos", "meanscore", "meanrating", "meanopinionscore"]
        }
    }

    /// The setting that names the column.
    var setting: Setting {
        switch self {
        case .path: .pathColumn
        case .label: .labelColumn
        case .split: .splitColumn
        case .group: .groupColumn
        case .score: .scoreColumn
        }
    }

    static func normalised(_ name: String) -> String {
        name.lowercased().filter { !" _-".contains($0) }
    }
}
