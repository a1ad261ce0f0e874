extension Geometry: Codable {
    private enum Key: String, CodingKey {
        case kind, maximum, enlarge, side, width, height, shorterSide = "shorter_side"
    }

    private enum Kind: String, Codable {
        case longestSide = "longest-side"
        case border, crop, stretch
        case resizedCrop = "resized-crop"
        case asIs = "as-is"
    }

    /// More pixels than any network takes on a side, but few enough for a picture of such sides to fit into memory.
    private static let mostPixels = 8192

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        func side(_ key: Key) throws -> Int {
            let value = try fields.decode(Int.self, forKey: key)
            guard (1...Self.mostPixels).contains(value) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: fields, debugDescription: "\(value) is not a side in pixels (1 to \(Self.mostPixels))")
            }
            return value
        }
        switch try fields.decode(Kind.self, forKey: .kind) {
        case .longestSide:
            self = .longestSide(maximum: try side(.maximum), enlarge: try fields.decode(Bool.self, forKey: .enlarge))
        case .border: self = .border(side: try side(.side))
        case .crop: self = .crop(side: try side(.side))
        case .resizedCrop:
            let (kept, shorterSide) = (try side(.side), try side(.shorterSide))
            guard kept <= shorterSide else {
                throw DecodingError.dataCorruptedError(
                    forKey: .side, in: fields,
                    debugDescription: "\(kept) is more than the shorter side, \(shorterSide)")
            }
            self = .resizedCrop(shorterSide: shorterSide, side: kept)
        case .stretch: self = .stretch(width: try side(.width), height: try side(.height))
        case .asIs: self = .asIs
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .longestSide(let maximum, let enlarge):
            try fields.encode(Kind.longestSide, forKey: .kind)
            try fields.encode(maximum, forKey: .maximum)
            try fields.encode(enlarge, forKey: .enlarge)
        case .border(let side):
            try fields.encode(Kind.border, forKey: .kind)
            try fields.encode(side, forKey: .side)
        case .crop(let side):
            try fields.encode(Kind.crop, forKey: .kind)
            try fields.encode(side, forKey: .side)
        case .resizedCrop(let shorterSide, let side):
            try fields.encode(Kind.resizedCrop, forKey: .kind)
            try fields.encode(shorterSide, forKey: .shorterSide)
            try fields.encode(side, forKey: .side)
        case .stretch(let width, let height):
            try fields.encode(Kind.stretch, forKey: .kind)
            try fields.encode(width, forKey: .width)
            try fields.encode(height, forKey: .height)
        case .asIs:
            try fields.encode(Kind.asIs, forKey: .kind)
        }
    }
}
