import Imaging
import Networks

/// What an extractor computes, whether Kalon built the network or read it from a file: where its features are tapped,
/// whose weights they are, and what the engine compiles.
struct FeatureModel {
    /// What `ExtractorConfiguration.network` says.
    let name: String
    let taps: [String]
    let tapWidths: [Int]
    /// The weights as they were asked for, and what identifies them.
    let weights: String
    let weightsDigest: String
    let normalisesTwice: Bool
    /// Nil for a network that is built in.
    let reading: ModelReading?
    /// How a picture becomes an input.
    let input: InputDescription
    /// The smallest side of a prepared picture in pixels.
    let minimumSide: Int
    let engineModel: EngineModel

    /// Reads weights, or a network with its weights. `expectedDigest` is what identified them before; nil for anything.
    /// `input` is how a picture becomes an input; nil for what the request says.
    ///
    /// Throws `NetworksError`, `ModelFileError`, `InferenceError`, and `StorageError`.
    init(_ request: ExtractorRequest, input: InputDescription?, expectedDigest: String?) throws {
        switch request.source {
        case .network(let network, let weights):
            try self.init(network, weights, request, input: input, expectedDigest: expectedDigest)
        case .file(let file):
            try self.init(file, request, input: input, expectedDigest: expectedDigest)
        }
    }

    private init(
        _ network: Network, _ weights: WeightsReference, _ request: ExtractorRequest, input: InputDescription?,
        expectedDigest: String?
    ) throws {
        self.input = try input ?? request.inputDescription(of: network)
        let weighted = try WeightedNetwork(
            network, taps: request.taps, weights: weights, downsampling: request.downsampling)
        try Self.check(weighted.weightsDigest, of: weights.description, expected: expectedDigest)
        name = network.name
        taps = weighted.taps
        tapWidths = weighted.tapWidths
        self.weights = weights.description
        weightsDigest = weighted.weightsDigest
        normalisesTwice = weighted.normalisesTwice
        reading = nil
        minimumSide = network.minimumSide
        engineModel = EngineModel(onnx: try weighted.onnx())
    }

    private init(
        _ request: ModelFileRequest, _ whole: ExtractorRequest, input: InputDescription?, expectedDigest: String?
    ) throws {
        weightsDigest = try request.file.digest()
        try Self.check(weightsDigest, of: request.file.path, expected: expectedDigest)
        let graph = try ModelGraph(request.file)
        let facts = try ModelInput(graph, layout: request.layout)
        let input = try input ?? whole.inputDescription(of: facts, in: request.file)
        let sides = input.geometry.fixedSides
        let found = try TapFinder(graph: graph, input: facts, tokens: request.tokens).taps(
            named: whole.taps, outputs: request.outputs, height: sides?.height, width: sides?.width)
        name = request.file.name
        taps = found.map(\.name)
        tapWidths = found.map(\.width)
        weights = request.file.path
        normalisesTwice = false
        reading = ModelReading(
            format: request.file.format, input: facts.name, layout: facts.layout, poolings: found.map(\.pooling))
        self.input = input
        minimumSide = 1
        engineModel = try graph.cut(layout: facts.layout, taps: found)
    }

    private static func check(_ found: String, of reference: String, expected: String?) throws(InferenceError) {
        guard let expected, found != expected else { return }
        throw .weightsChanged(reference: reference, found: found, expected: expected)
    }
}

extension Geometry {
    /// The size of every prepared picture; nil where it varies.
    fileprivate var fixedSides: (height: Int, width: Int)? {
        switch self {
        case .border(let side), .crop(let side), .resizedCrop(_, let side): (side, side)
        case .stretch(let width, let height): (height, width)
        case .longestSide, .asIs: nil
        }
    }
}
