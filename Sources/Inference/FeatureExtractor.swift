import Imaging
import Isolation
import Networks

/// A network that is ready to compute features of pictures.
///
/// May be used by any number of threads.
public final class FeatureExtractor: Sendable {
    /// Everything that determines the features.
    public let configuration: ExtractorConfiguration
    /// The smallest side of a prepared picture, in pixels.
    public let minimumSide: Int
    /// Layers or modules of the weight file that belong to a classifier on top of the network, and are not used.
    public let leftAside: [String]
    private let engine: InferenceEngine

    /// Makes the extractor that a user asks for.
    ///
    /// It takes the compiled network from `cache`; if it is not there, it loads the weights, compiles the network and keeps it
    /// there.
    ///
    /// - Parameters:
    ///   - request: The network, its weights and its input.
    ///   - threads: The number of threads, at least 1.
    ///   - pictures: The number of pictures that will be computed at a time.
    ///   - cache: Where compiled networks are kept; nil to compile every time.
    ///   - isolation: The process that first reads, compiles and tries a network from a file; nil for this process.
    /// - Throws: `NetworksError`, `ModelFileError`, `InferenceError`, and `StorageError` for a file that cannot be read.
    public convenience init(
        _ request: ExtractorRequest, threads: Int, pictures: Int = .max, cache: EngineCache?,
        isolation: Isolation? = Isolation.current
    ) throws {
        let settings = EngineSettings(precision: request.precision, threads: threads, pictures: pictures)
        try self.init(FeatureModel(request, input: nil, expectedDigest: nil), settings, cache, isolation)
    }

    /// Makes the extractor that a stored configuration describes.
    ///
    /// - Parameters:
    ///   - configuration: As stored with features or a classifier.
    ///   - weights: Where the weights are now; nil if they are where they were when the configuration was written.
    ///   - threads: The number of threads, at least 1.
    ///   - pictures: The number of pictures that will be computed at a time.
    ///   - cache: Where compiled networks are kept; nil to compile every time.
    ///   - isolation: The process that first reads, compiles and tries a network from a file; nil for this process.
    /// - Throws: As `init(_:threads:pictures:cache:isolation:)`, and `InferenceError.weightsChanged` for other weights.
    public convenience init(
        _ configuration: ExtractorConfiguration, weights: WeightsReference?, threads: Int, pictures: Int = .max,
        cache: EngineCache?, isolation: Isolation? = Isolation.current
    ) throws {
        let model = try FeatureModel(
            configuration.request(weights: weights), input: configuration.input,
            expectedDigest: configuration.weightsDigest)
        let settings = EngineSettings(precision: configuration.precision, threads: threads, pictures: pictures)
        try self.init(model, settings, cache, isolation)
    }

    private init(
        _ model: FeatureModel, _ settings: EngineSettings, _ cache: EngineCache?, _ isolation: Isolation?
    ) throws {
        let key = try model.key()
        let (facts, engine) = try Self.kept(key, settings, cache) ?? Self.made(model, key, settings, cache, isolation)
        configuration = try model.configuration(facts)
        minimumSide = facts.minimumSide
        leftAside = facts.leftAside ?? []
        self.engine = engine
    }

    private static func kept(
        _ key: String, _ settings: EngineSettings, _ cache: EngineCache?
    ) -> (facts: ModelFacts, engine: InferenceEngine)? {
        guard let entry = cache?.find(key) else { return nil }
        do {
            let columns = entry.facts.tapWidths.reduce(0, +)
            return (entry.facts, try InferenceEngine(exported: entry.network, columns: columns, settings))
        } catch {
            // The seal shows that the entry is as it was stored, so the engine failed, such as for lack of memory. The entry
            // stays, and is replaced if the network can be compiled.
            cache?.reportUnusable(error)
            return nil
        }
    }

    private static func made(
        _ model: FeatureModel, _ key: String, _ settings: EngineSettings, _ cache: EngineCache?, _ isolation: Isolation?
    ) throws -> (facts: ModelFacts, engine: InferenceEngine) {
        if let isolation, let network = try ForeignNetwork(model, settings, isolation) {
            if cache?.keep(key, facts: network.facts, export: network.write) ?? false,
                let kept = kept(key, settings, cache)
            {
                return kept
            }
            return (network.facts, try network.engine(settings))
        }
        var made: (facts: ModelFacts, engine: InferenceEngine)? = try compiled(model, settings)
        if let cache, let (facts, engine) = made, cache.keep(key, facts: facts, export: engine.export) {
            // The kept network is used from the first time on: it is in a file, and the other one can be freed.
            made = nil
        }
        return try made ?? kept(key, settings, cache) ?? compiled(model, settings)
    }

    /// Reads and compiles a network in this process.
    static func compiled(
        _ model: FeatureModel, _ settings: EngineSettings
    ) throws -> (facts: ModelFacts, engine: InferenceEngine) {
        let (facts, engineModel) = try model.read(threads: settings.threads)
        let columns = facts.tapWidths.reduce(0, +)
        do {
            return (facts, try InferenceEngine(model: engineModel, columns: columns, settings))
        } catch {
            throw facts.reading == nil ? error : error.told(ofFile: model.weights)
        }
    }

    /// The features of one prepared picture, `[columns]`.
    ///
    /// - Parameter tensor: The picture, prepared as the configuration says.
    /// - Throws: `InferenceError`; `.networkRefused` if the engine cannot run a network from a file on it.
    public func features(of tensor: ImageTensor) throws(InferenceError) -> [Float] {
        do {
            return try engine.features(of: tensor)
        } catch {
            throw configuration.reading == nil ? error : error.told(ofFile: configuration.weights)
        }
    }
}

extension InferenceError {
    /// The same error for a network from a file: what the engine refuses is then the fault of the file.
    fileprivate func told(ofFile path: String) -> InferenceError {
        switch self {
        case .engine(let action, let message):
            .networkRefused(path: path, action: action, reason: message)
        case .outputShape: .networkRefused(path: path, action: "compute features", reason: sentence)
        default: self
        }
    }
}
