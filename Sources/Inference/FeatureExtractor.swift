import Imaging
import Isolation
import Networks

/// A network ready to describe pictures by numbers.
///
/// May be used from any number of threads.
public final class FeatureExtractor: Sendable {
    public let configuration: ExtractorConfiguration
    /// The smallest side of a prepared picture in pixels.
    public let minimumSide: Int
    /// Layers or modules of the weights file that belong to a classifier on top of the network, and are not used.
    public let leftAside: [String]
    private let engine: InferenceEngine

    /// Takes the compiled network from `cache`, or else loads weights, compiles the network and keeps it there. Without
    /// a cache it is compiled every time. `pictures` is how many there will be to compute at a time. A network from a file
    /// is read, compiled and tried by a process of `isolation` first.
    ///
    /// Throws `NetworksError`, `ModelFileError`, `InferenceError`, and `StorageError` for a file that cannot be read.
    public convenience init(
        _ request: ExtractorRequest, threads: Int, pictures: Int = .max, cache: EngineCache?,
        isolation: Isolation? = Isolation.current
    ) throws {
        let settings = EngineSettings(precision: request.precision, threads: threads, pictures: pictures)
        try self.init(FeatureModel(request, input: nil, expectedDigest: nil), settings, cache, isolation)
    }

    /// Makes the extractor that `configuration` describes, with its weights read from `weights` or from where they
    /// were when it was written.
    ///
    /// Throws what the other initialiser throws, and `InferenceError.weightsChanged` for other weights.
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
            // As it was stored, by its seal: what fails is the engine, such as for want of memory. The entry stays, and is
            // replaced where the network can be compiled.
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
            // What was kept runs from the first time on: it lies in a file, and the other need not be in memory.
            made = nil
        }
        return try made ?? kept(key, settings, cache) ?? compiled(model, settings)
    }

    /// Reads and compiles in this process.
    static func compiled(
        _ model: FeatureModel, _ settings: EngineSettings
    ) throws -> (facts: ModelFacts, engine: InferenceEngine) {
        let (facts, engineModel) = try model.read()
        let columns = facts.tapWidths.reduce(0, +)
        do {
            return (facts, try InferenceEngine(model: engineModel, columns: columns, settings))
        } catch {
            throw facts.reading == nil ? error : error.told(ofFile: model.weights)
        }
    }

    /// The features of one prepared picture, `[columns]`.
    ///
    /// Throws `InferenceError`; `.networkRefused` where the engine cannot run a network from a file on it.
    public func features(of tensor: ImageTensor) throws(InferenceError) -> [Float] {
        do {
            return try engine.features(of: tensor)
        } catch {
            throw configuration.reading == nil ? error : error.told(ofFile: configuration.weights)
        }
    }
}

extension InferenceError {
    /// The same where the network is not Kalon's own: what the engine refuses then is the file's fault.
    fileprivate func told(ofFile path: String) -> InferenceError {
        switch self {
        case .engine(let action, let message):
            .networkRefused(path: path, action: action, reason: message)
        case .outputShape: .networkRefused(path: path, action: "compute features", reason: sentence)
        default: self
        }
    }
}
