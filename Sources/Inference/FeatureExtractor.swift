import Imaging
import Networks

/// What a user asks of an extractor; whatever is nil is the network's own standard.
public struct ExtractorRequest: Sendable {
    public var network: Network
    public var weights: WeightsReference
    public var taps: [String]?
    /// The side in pixels that the geometry uses.
    public var side: Int?
    public var values: PixelValues?
    /// Cut the centre out where the network's standard is to fit the whole picture with borders.
    public var crops: Bool
    /// Enlarge pictures whose longest side is below the side (networks without a fixed input size).
    public var enlarges: Bool
    /// What becomes of the orientation in EXIF.
    public var orientation: OrientationRule
    public var downsampling: EfficientNet.Downsampling
    public var precision: Precision

    public init(network: Network, weights: WeightsReference) {
        self.network = network
        self.weights = weights
        crops = false
        enlarges = false
        orientation = .ignored
        downsampling = .keras
        precision = .float32
    }

    /// How a picture becomes an input. Throws `InferenceError.invalidSide`.
    public func inputDescription() throws(InferenceError) -> InputDescription {
        let side = self.side ?? network.standardSide
        guard (32...8192).contains(side) else { throw .invalidSide(side) }
        let geometry: Geometry =
            switch network {
            case .multiGAP: crops ? .crop(side: side) : .longestSide(maximum: side, enlarge: enlarges)
            case .efficientNet, .mobileNetV1: crops ? .crop(side: side) : .border(side: side)
            }
        let standardValues: PixelValues = network.inputRange == .zeroToOne ? .unit : .signed
        return InputDescription(geometry: geometry, values: values ?? standardValues, orientation: orientation)
    }
}

/// A network ready to describe pictures by numbers.
///
/// Turning a picture into an input (`configuration.input`) may run on any thread; the engine serves one at a time.
public final class FeatureExtractor {
    public let configuration: ExtractorConfiguration
    /// The smallest side of a prepared picture in pixels.
    public let minimumSide: Int
    private let engine: InferenceEngine

    /// Loads weights and compiles the network.
    ///
    /// Throws `NetworksError`, `InferenceError`, and `StorageError` for a weights file that cannot be read.
    public convenience init(_ request: ExtractorRequest, threads: Int) throws {
        try self.init(request, input: request.inputDescription(), expectedDigest: nil, threads: threads)
    }

    /// Makes the extractor that `configuration` describes, with its weights read from `weights` or from where they
    /// were when it was written.
    ///
    /// Throws what the other initialiser throws, and `InferenceError.weightsChanged` for other weights.
    public convenience init(_ configuration: ExtractorConfiguration, weights: WeightsReference?, threads: Int) throws {
        var request = ExtractorRequest(
            network: try Network(named: configuration.network),
            weights: try weights ?? WeightsReference(configuration.weights))
        request.taps = configuration.taps
        request.downsampling = configuration.downsampling
        request.precision = configuration.precision
        try self.init(request, input: configuration.input, expectedDigest: configuration.weightsDigest, threads: threads)
    }

    private init(
        _ request: ExtractorRequest, input: InputDescription, expectedDigest: String?, threads: Int
    ) throws {
        let network = try WeightedNetwork(
            request.network, taps: request.taps, weights: request.weights, downsampling: request.downsampling)
        if let expectedDigest, network.weightsDigest != expectedDigest {
            throw InferenceError.weightsChanged(
                reference: request.weights.description, found: network.weightsDigest, expected: expectedDigest)
        }
        configuration = ExtractorConfiguration(
            network: network, weights: request.weights, downsampling: request.downsampling, input: input,
            precision: request.precision)
        minimumSide = request.network.minimumSide
        engine = try InferenceEngine(
            onnx: network.onnx(), columns: network.columns, precision: request.precision, threads: threads)
    }

    /// The features of one prepared picture, `[columns]`.
    public func features(of tensor: ImageTensor) throws(InferenceError) -> [Float] {
        try engine.features(of: tensor)
    }
}
