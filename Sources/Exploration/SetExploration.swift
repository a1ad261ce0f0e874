import Matrices
import Storage

/// What a data set holds, as it is before anything is trained.
public struct SetExploration: Sendable, Codable {
    public let name: String
    /// By class: `aesthetic`, `not aesthetic`, `without a label`; classes without photographs are left out.
    public let classes: [ClassExploration]
    /// Nil where the data set has no ratings.
    public let ratings: RatingExploration?
    /// Photographs that cannot be read.
    public let unreadable: [UnreadablePhotograph]

    public init(name: String, photographs: [ExploredPhotograph], unreadable: [UnreadablePhotograph]) {
        self.name = name
        self.unreadable = unreadable
        let kinds: [(Int8, String)] = [(1, "aesthetic"), (0, "not aesthetic"), (-1, "without a label")]
        classes = kinds.compactMap { label, name in
            ClassExploration(name: name, photographs: photographs.filter { $0.photograph.label == label })
        }
        ratings = RatingExploration(photographs.map(\.photograph.scores))
    }
}

/// The photographs of one class.
public struct ClassExploration: Sendable, Codable {
    public let name: String
    public let count: Int
    /// In millions of pixels.
    public let megapixels: DistributionSummary
    /// Width by height.
    public let aspectRatio: DistributionSummary
    /// In kilobytes.
    public let fileSize: DistributionSummary
    public let brightness: DistributionSummary
    public let contrast: DistributionSummary
    public let sharpness: DistributionSummary
    public let colourfulness: DistributionSummary

    /// Nil without photographs.
    init?(name: String, photographs: [ExploredPhotograph]) {
        func summary(_ value: (ExploredPhotograph) -> Double) -> DistributionSummary? {
            DistributionSummary(photographs.map(value))
        }
        guard let megapixels = summary({ Double($0.measures.width * $0.measures.height) / 1e6 }),
            let aspectRatio = summary({ $0.measures.aspectRatio }),
            let fileSize = summary({ Double($0.byteCount) / 1000 }),
            let brightness = summary({ $0.measures.brightness }), let contrast = summary({ $0.measures.contrast }),
            let sharpness = summary({ $0.measures.sharpness }),
            let colourfulness = summary({ $0.measures.colourfulness })
        else { return nil }
        self.name = name
        count = photographs.count
        self.megapixels = megapixels
        self.aspectRatio = aspectRatio
        self.fileSize = fileSize
        self.brightness = brightness
        self.contrast = contrast
        self.sharpness = sharpness
        self.colourfulness = colourfulness
    }

    /// Every measure with its name and unit.
    public var measures: [(name: String, summary: DistributionSummary)] {
        [
            ("megapixels", megapixels), ("width by height", aspectRatio), ("file size, kB", fileSize),
            ("brightness", brightness), ("contrast", contrast), ("sharpness", sharpness),
            ("colourfulness", colourfulness),
        ]
    }
}

/// How photographs were rated.
public struct RatingExploration: Sendable, Codable {
    /// How many ratings a photograph has.
    public let ratings: DistributionSummary
    /// The mean rating of a photograph, from 1 to the number of bins.
    public let meanRating: DistributionSummary

    /// Votes by photograph and bin; photographs without any are left out. Nil where there are none.
    init?(_ scores: [[Float]]) {
        let rated = scores.map { $0.map(Double.init) }.filter { $0.reduce(0, +) > 0 }
        let means = rated.map(Self.mean)
        guard let bins = rated.first?.count, bins > 1, let ratings = DistributionSummary(rated.map { $0.reduce(0, +) }),
            let meanRating = DistributionSummary(means, bins: 2 * (bins - 1), range: 1...Double(bins))
        else { return nil }
        self.ratings = ratings
        self.meanRating = meanRating
    }

    static func mean(_ votes: [Double]) -> Double {
        RatingScale.mean(of: votes) / votes.reduce(0, +)
    }
}
