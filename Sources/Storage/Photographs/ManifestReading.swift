/// How a manifest is to be read where the names of its columns do not say it.
public struct ManifestReading: Sendable, Equatable {
    /// Names of columns, in any case; nil: found by their usual names.
    public var columns: [ManifestMeaning: String]
    /// The scale of the mean scores; nil: as the column's name says.
    public var scoreScale: ScoreScale?

    /// Whether labels, votes and mean scores are of interest; else none is read, whatever is in their columns.
    public var readsTruth = true

    public init(columns: [ManifestMeaning: String] = [:], scoreScale: ScoreScale? = nil) {
        self.columns = columns
        self.scoreScale = scoreScale
    }
}

/// The lowest and the highest score that there can be.
public struct ScoreScale: Sendable, Equatable {
    public let lowest: Double
    public let highest: Double

    /// Nil unless both are finite and the first is below the second.
    public init?(lowest: Double, highest: Double) {
        guard lowest.isFinite, highest.isFinite, lowest < highest else { return nil }
        self.lowest = lowest
        self.highest = highest
    }

    /// Two numbers with `...`, `…`, `to`, `:` or a hyphen between; nil for other texts.
    public init?(_ text: String) {
        let pattern = #/\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(?:\.\.\.?|…|–|-|:|to)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*/#
        guard let match = text.wholeMatch(of: pattern), let lowest = Double(match.1), let highest = Double(match.2) else {
            return nil
        }
        self.init(lowest: lowest, highest: highest)
    }

    public func contains(_ score: Double) -> Bool { score >= lowest && score <= highest }
}

/// What a column of a manifest may say of a photograph; votes are in columns of their own, `r1`, `r2`, ….
public enum ManifestMeaning: String, Sendable, CaseIterable {
    case path, label, split, group, score

    /// The names that a column of this meaning may have, in lower case and without blanks, hyphens and underscores; the
    /// first is preferred to the others, but of scores, which may differ.
    var names: [String] {
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

    /// The option that names the column.
    var option: String { "--\(rawValue)-column" }

    static func normalised(_ name: String) -> String {
        name.lowercased().filter { !" _-".contains($0) }
    }
}
