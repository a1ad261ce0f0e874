import Imaging
import Networks

/// How a whole picture is brought to the size of the input.
public enum Fit: String, Sendable, Codable, CaseIterable {
    /// The shorter side is brought to the size, or to another one, and the centre is cut out.
    case crop
    /// All of it fits inside, on black.
    case border
    /// Each side on its own is brought to the size.
    case stretch
    /// The longest side is at most the size, and the other follows.
    case longestSide = "longest-side"
}

/// What a user asks of an extractor; whatever is nil is the network's own standard, and must not be nil where a network
/// in a file has none.
public struct ExtractorRequest: Sendable, Codable {
    public var source: ExtractorSource
    /// Layers, or tensors of a file, whose pooled values are the features.
    public var taps: [String]?
    public var fit: Fit?
    /// The side in pixels that the geometry uses.
    public var side: Int?
    /// With `crop`: what the shorter side is brought to before the cut.
    public var shorterSide: Int?
    /// Enlarge pictures whose longest side is below the side (networks without a fixed input size).
    public var enlarges: Bool
    public var values: PixelValues?
    public var normalisation: ChannelNormalisation?
    public var channels: ChannelOrder
    public var resampling: Resampling?
    /// What becomes of the orientation in EXIF; nil for upright pictures.
    public var orientation: OrientationRule?
    public var downsampling: EfficientNet.Downsampling
    public var precision: Precision

    public init(source: ExtractorSource) {
        self.source = source
        enlarges = false
        channels = .rgb
        downsampling = .keras
        precision = .float32
    }

    public init(network: Network, weights: WeightsReference) {
        self.init(source: .network(network, weights: weights))
    }

    /// Whether how a picture becomes an input is left to the network.
    public var asksNothingOfInput: Bool {
        fit == nil && side == nil && shorterSide == nil && !enlarges && values == nil && normalisation == nil
            && channels == .rgb && resampling == nil && orientation == nil
    }

    /// How a picture becomes an input of a network that is built in. Throws `InferenceError`.
    public func inputDescription(of network: Network) throws(InferenceError) -> InputDescription {
        let resampling = resampling ?? (network.twin == .torchvision ? .antialiasedBilinear : .bilinear)
        return description(
            try geometry(of: network), values: values ?? network.values, resampling: resampling)
    }

    /// The network's own geometry at another side, unless another fit is asked for.
    private func geometry(of network: Network) throws(InferenceError) -> Geometry {
        let side = try side.map(checked)
        let standard = network.geometry
        if let fit, fit != standard.fit || shorterSide != nil {
            guard let side = side ?? standard.side else { throw .sideMissing(network: network.name) }
            return try geometry(fit, side: side)
        }
        guard let side = side ?? standard.side else { return standard }
        return standard.with(side: side, enlarge: enlarges)
    }

    /// The same for a network in a file, which says less. Throws `ModelFileError` for what is missing or wrong.
    func inputDescription(of input: ModelInput, in file: ModelFile) throws -> InputDescription {
        guard let fit else {
            throw ModelFileError.fitMissing(path: file.path, height: input.height, width: input.width)
        }
        guard let values = values ?? (input.takesBytes ? .byte : nil) else {
            throw ModelFileError.valuesMissing(path: file.path)
        }
        guard !input.takesBytes || (values == .byte && normalisation == nil) else {
            throw ModelFileError.bytesExpected(path: file.path, input: input.name)
        }
        return description(
            try geometry(fit, of: input, in: file), values: values, resampling: resampling ?? .bilinear)
    }

    private func description(_ geometry: Geometry, values: PixelValues, resampling: Resampling) -> InputDescription {
        InputDescription(
            geometry: geometry, values: values, orientation: orientation ?? .applied, resampling: resampling,
            normalisation: normalisation, channels: channels)
    }

    private func geometry(_ fit: Fit, of input: ModelInput, in file: ModelFile) throws -> Geometry {
        let fixed = [input.height, input.width].compactMap { $0 }
        if fit == .longestSide, !fixed.isEmpty {
            throw ModelFileError.sizeIsFixed(path: file.path, height: input.height, width: input.width)
        }
        if fit == .stretch, let height = input.height, let width = input.width, side == nil {
            return .stretch(width: width, height: height)
        }
        guard let side = side ?? fixed.first else { throw ModelFileError.sideMissing(path: file.path) }
        guard fixed.allSatisfy({ $0 == side }) else {
            throw ModelFileError.sideContradicts(
                path: file.path, asked: self.side, height: input.height, width: input.width)
        }
        return try geometry(fit, side: try checked(side))
    }

    private func geometry(_ fit: Fit, side: Int) throws(InferenceError) -> Geometry {
        switch fit {
        case .longestSide: return .longestSide(maximum: side, enlarge: enlarges)
        case .border: return .border(side: side)
        case .stretch: return .stretch(width: side, height: side)
        case .crop:
            guard let shorterSide else { return .crop(side: side) }
            _ = try checked(shorterSide)
            guard shorterSide >= side else { throw .shorterSideTooShort(shorterSide, side: side) }
            return .resizedCrop(shorterSide: shorterSide, side: side)
        }
    }

    /// Sides that a picture may be given, in pixels.
    public static let sides = 32...8192

    private func checked(_ side: Int) throws(InferenceError) -> Int {
        guard Self.sides.contains(side) else { throw .invalidSide(side) }
        return side
    }
}

extension Geometry {
    /// The fit that it is one of; nil for pictures as they are.
    fileprivate var fit: Fit? {
        switch self {
        case .longestSide: .longestSide
        case .border: .border
        case .crop, .resizedCrop: .crop
        case .stretch: .stretch
        case .asIs: nil
        }
    }
}
