/// What a data set holds, before anything is trained.
public struct SetExploration: Sendable, Codable {
    /// The data set's name.
    public let name: String
    /// The classes `aesthetic`, `not aesthetic` and `without a label`; classes without photographs are left out.
    public let classes: [ClassExploration]
    /// How the photographs were rated; nil if the data set has no ratings.
    public let ratings: RatingExploration?
    /// The photographs that cannot be read.
    public let unreadable: [UnreadablePhotograph]
    /// The number of photographs of a data set that has ratings and no pictures; nil if pictures were looked at.
    public let withoutPictures: Int?

    /// Summarises a data set.
    ///
    /// - Parameters:
    ///   - name: the data set's name.
    ///   - photographs: the photographs that can be read.
    ///   - unreadable: those that cannot.
    ///   - ratings: how the photographs were rated, whether they can be read or not; nil if the data set has no ratings.
    public init(
        name: String, photographs: [ExploredPhotograph], unreadable: [UnreadablePhotograph], ratings: RatingExploration?
    ) {
        self.name = name
        self.unreadable = unreadable
        self.ratings = ratings
        withoutPictures = nil
        let kinds: [(Int8, String)] = [(1, "aesthetic"), (0, "not aesthetic"), (-1, "without a label")]
        classes = kinds.compactMap { label, name in
            ClassExploration(name: name, photographs: photographs.filter { $0.photograph.label == label })
        }
    }

    /// Summarises the ratings of a data set without pictures.
    ///
    /// - Parameters:
    ///   - name: the data set's name.
    ///   - photographs: the number of its photographs.
    ///   - ratings: how they were rated.
    public init(name: String, withoutPictures photographs: Int, ratings: RatingExploration) {
        self.name = name
        classes = []
        unreadable = []
        self.ratings = ratings
        withoutPictures = photographs
    }
}

/// Summaries of the photographs of one class.
public struct ClassExploration: Sendable, Codable {
    /// The class, such as `not aesthetic`.
    public let name: String
    /// The number of photographs.
    public let count: Int
    /// Millions of pixels.
    public let megapixels: DistributionSummary
    /// The width divided by the height.
    public let aspectRatio: DistributionSummary
    /// The size of the file in kilobytes.
    public let fileSize: DistributionSummary
    /// The mean luma, from 0 to 1.
    public let brightness: DistributionSummary
    /// The standard deviation of the luma, from 0 to 0.5.
    public let contrast: DistributionSummary
    /// The variance of the luma's Laplacian.
    public let sharpness: DistributionSummary
    /// The colourfulness, from 0 for grey.
    public let colourfulness: DistributionSummary

    /// Summarises a class; nil without photographs.
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
