import Imaging
import Networks

/// How a whole picture is fitted to the size of the input.
public enum Fit: String, Sendable, Codable, CaseIterable {
    /// The shorter side is scaled to the size, or to another length, and the centre is cut out.
    case crop
    /// The whole picture fits inside, on a black border.
    case border
    /// Each side is scaled to the size separately.
    case stretch
    /// The longest side is at most the size; the other keeps the proportions.
    case longestSide = "longest-side"
}

/// What a user asks of an extractor.
///
/// Nil means the network's own standard. For a network in a file, what the file leaves open must not be nil.
public struct ExtractorRequest: Sendable, Codable {
    /// The network and where its weights come from.
    public var source: ExtractorSource
    /// The layers, or tensors of a file, whose pooled values are the features; `*` stands for any text.
    public var taps: [String]?
    /// How a whole picture is fitted to the size of the input.
    public var fit: Fit?
    /// The side that the geometry uses, in pixels, within `sides`.
    public var side: Int?
    /// With `crop`: the length that the shorter side is scaled to before the cut, in pixels.
    public var shorterSide: Int?
    /// Whether pictures whose longest side is below `side` are enlarged, for networks without a fixed input size.
    public var enlarges: Bool
    /// The range of the input values.
    public var values: PixelValues?
    /// A mean and a deviation for each channel, applied after scaling to the range; nil for none.
    public var normalisation: ChannelNormalisation?
    /// The order of the colour channels.
    public var channels: ChannelOrder
    /// How a picture is resized.
    public var resampling: Resampling?
    /// How the orientation in EXIF is treated; nil for upright pictures.
    public var orientation: OrientationRule?
    /// How convolutions of stride 2 are padded, for networks that offer a choice.
    public var downsampling: EfficientNet.Downsampling
    /// The number format of the arithmetic.
    public var precision: Precision

    /// A request for the standard features of a network, in float32.
    public init(source: ExtractorSource) {
        self.source = source
        enlarges = false
        channels = .rgb
        downsampling = .keras
        precision = .float32
    }

    /// A request for the standard features of a built-in network with these weights, in float32.
    public init(network: Network, weights: WeightsReference) {
        self.init(source: .network(network, weights: weights))
    }

    /// Whether the network alone decides how a picture becomes an input.
    public var asksNothingOfInput: Bool {
        fit == nil && side == nil && shorterSide == nil && !enlarges && values == nil && normalisation == nil
            && channels == .rgb && resampling == nil && orientation == nil
    }

    /// How a picture becomes an input of a built-in network.
    ///
    /// - Throws: `InferenceError` if a side is out of range or missing, or the shorter side is too short.
    public func inputDescription(of network: Network) throws(InferenceError) -> InputDescription {
        description(
            try geometry(of: network), values: values ?? network.values, resampling: resampling ?? network.resampling)
    }

    /// The network's own geometry with the requested side, unless another fit is requested.
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

    /// How a picture becomes an input of a network in a file.
    ///
    /// - Throws: `ModelFileError` for what is missing or wrong.
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

    /// The range of sides that a picture may be given, in pixels.
    public static let sides = 32...8192

    private func checked(_ side: Int) throws(InferenceError) -> Int {
        guard Self.sides.contains(side) else { throw .invalidSide(side) }
        return side
    }
}

extension Geometry {
    /// The fit of this geometry; nil for pictures as they are.
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
