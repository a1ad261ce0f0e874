import Imaging
import Networks

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
    /// Throws `NetworksError`, `ModelFileError`, `InferenceError`, and `StorageError` for a file that cannot be read.
    public convenience init(_ request: ExtractorRequest, threads: Int) throws {
        try self.init(
            FeatureModel(request, input: nil, expectedDigest: nil), downsampling: request.downsampling,
            precision: request.precision, threads: threads)
    }

    /// Makes the extractor that `configuration` describes, with its weights read from `weights` or from where they
    /// were when it was written.
    ///
    /// Throws what the other initialiser throws, and `InferenceError.weightsChanged` for other weights.
    public convenience init(_ configuration: ExtractorConfiguration, weights: WeightsReference?, threads: Int) throws {
        let model = try FeatureModel(
            configuration.request(weights: weights), input: configuration.input,
            expectedDigest: configuration.weightsDigest)
        try self.init(
            model, downsampling: configuration.downsampling, precision: configuration.precision, threads: threads)
    }

    private init(
        _ model: FeatureModel, downsampling: EfficientNet.Downsampling, precision: Precision, threads: Int
    ) throws {
        configuration = ExtractorConfiguration(model, downsampling: downsampling, precision: precision)
        minimumSide = model.minimumSide
        engine = try InferenceEngine(
            model: model.engineModel, columns: configuration.columns, precision: precision, threads: threads)
    }

    /// The features of one prepared picture, `[columns]`.
    public func features(of tensor: ImageTensor) throws(InferenceError) -> [Float] {
        try engine.features(of: tensor)
    }
}
