import Faults
import Files
import Graphs
import Imaging
import Networks

/// What is known of a network as soon as it has been read, whether it is built in or from a file.
struct ModelFacts: Codable {
    /// The name in `ExtractorConfiguration.network`.
    let name: String
    let taps: [String]
    let tapWidths: [Int]
    /// The smallest side of a prepared picture, in pixels.
    let minimumSide: Int
    /// Nil for a built-in network.
    let reading: ModelReading?
    /// The input of a network from a file; nil for a built-in network.
    let picture: ModelInput?
    /// Layers of the weight file that belong to a classifier on top of the network; nil if that was not recorded.
    var leftAside: [String]?
}

extension ModelFacts {
    init(_ network: WeightedNetwork) {
        self.init(
            name: network.network.name, taps: network.taps, tapWidths: network.tapWidths,
            minimumSide: network.network.minimumSide, reading: nil, picture: nil, leftAside: network.leftAside)
    }
}

/// The network of an extractor: identified by its digest at once, and read only if it is not available compiled.
struct FeatureModel: Codable {
    /// The weights as they were requested, and their digest.
    let weights: String
    let weightsDigest: String
    private let request: ExtractorRequest
    private let givenInput: InputDescription?

    /// Checks the request and computes the digest of the weights.
    ///
    /// - Parameters:
    ///   - request: What a user asks of the extractor.
    ///   - input: How a picture becomes an input; nil for what the request says.
    ///   - expectedDigest: The digest that the weights must have; nil for any.
    /// - Throws: `NetworksError`, `ModelFileError`, `InferenceError`, and `StorageError`.
    init(_ request: ExtractorRequest, input: InputDescription?, expectedDigest: String?) throws {
        self.request = request
        givenInput = input
        switch request.source {
        case .network(let network, let weights):
            if input == nil { _ = try request.inputDescription(of: network) }
            self.weights = weights.description
            weightsDigest = try weights.digest()
        case .file(let file):
            weights = file.file.path
            weightsDigest = try file.file.digest()
        }
        guard let expectedDigest, weightsDigest != expectedDigest else { return }
        throw InferenceError.weightsChanged(reference: weights, found: weightsDigest, expected: expectedDigest)
    }

    /// The file that the network comes from; nil for a built-in network.
    var file: ModelFile? {
        if case .file(let request) = request.source { request.file } else { nil }
    }

    /// A text that is the same only for networks that compute the same.
    ///
    /// - Throws: `NetworksError` for unknown taps.
    func key() throws -> String {
        let facts: [String]
        switch request.source {
        case .network(let network, _):
            let whole = try network.graph(downsampling: request.downsampling)
            let taps = try whole.positions(ofTaps: request.taps ?? network.standardTaps)
            facts = [network.name, try whole.tapped(at: taps).digest()]
        case .file(let file):
            facts = [
                file.file.name, "\(file.layout as Any)", "\(file.outputs as Any)", "\(file.tokens as Any)",
                "\(request.taps as Any)", givenInput?.json ?? request.geometryText,
            ]
        }
        return ([weightsDigest, request.precision.rawValue] + facts).joined(separator: "\n")
    }

    /// Reads weights, or a network with its weights.
    ///
    /// - Throws: `NetworksError`, `ModelFileError`, `InferenceError`, and `StorageError`.
    func read(threads: Int) throws -> (facts: ModelFacts, model: EngineModel) {
        switch request.source {
        case .network(let network, let weights): try read(network, weights, threads: threads)
        case .file(let file): try read(file)
        }
    }

    private func read(_ network: Network, _ weights: WeightsReference, threads: Int) throws -> (ModelFacts, EngineModel) {
        let weighted = try WeightedNetwork(
            network, taps: request.taps, weights: weights, downsampling: request.downsampling, threads: threads)
        guard weighted.weightsDigest == weightsDigest else {
            throw InferenceError.weightsChanged(
                reference: self.weights, found: weighted.weightsDigest, expected: weightsDigest)
        }
        return (ModelFacts(weighted), EngineModel(onnx: try weighted.onnx()))
    }

    private func read(_ file: ModelFileRequest) throws -> (ModelFacts, EngineModel) {
        let graph = try ModelGraph(file.file)
        let picture = try ModelInput(graph, layout: file.layout)
        let sides = try input(of: picture, in: file.file).geometry.fixedSides
        let found = try TapFinder(graph: graph, input: picture, tokens: file.tokens).taps(
            named: request.taps, outputs: file.outputs, height: sides?.height, width: sides?.width)
        let reading = ModelReading(
            format: file.file.format, input: picture.name, layout: picture.layout, poolings: found.map(\.pooling))
        let facts = ModelFacts(
            name: file.file.name, taps: found.map(\.name), tapWidths: found.map(\.width), minimumSide: 1,
            reading: reading, picture: picture)
        let model = try graph.cut(layout: picture.layout, taps: found)
        try graph.checkNodes()
        try FileFault.naming(file.file.path) {
            try graph.probe(ProbePicture.tensors(for: input(of: picture, in: file.file)))
        }
        return (facts, model)
    }

    /// The configuration of the extractor.
    ///
    /// - Throws: `ModelFileError`, `InferenceError`.
    func configuration(_ facts: ModelFacts) throws -> ExtractorConfiguration {
        let input: InputDescription
        switch request.source {
        case .network(let network, _): input = try givenInput ?? request.inputDescription(of: network)
        case .file(let file):
            guard let picture = facts.picture else { preconditionFailure("a network from a file has an input") }
            input = try self.input(of: picture, in: file.file)
        }
        return ExtractorConfiguration(
            facts, weights: weights, weightsDigest: weightsDigest, input: input, downsampling: request.downsampling,
            precision: request.precision)
    }

    private func input(of picture: ModelInput, in file: ModelFile) throws -> InputDescription {
        try givenInput ?? noted(in: file) ?? request.inputDescription(of: picture, in: file)
    }

    /// How a picture becomes an input, as noted in a file that Kalon wrote; nil if the user says otherwise.
    private func noted(in file: ModelFile) throws -> InputDescription? {
        guard file.format == .onnx, request.fit == nil else { return nil }
        guard let notes = try ModelNotes(readingFrom: file.path) else { return nil }
        guard request.asksNothingOfInput else { throw ModelFileError.inputIsNoted(path: file.path) }
        return notes.extractor.input
    }
}

extension WeightsReference {
    /// The SHA-256 of the file, or `seeded:S`.
    ///
    /// - Throws: `StorageError`.
    fileprivate func digest() throws(StorageError) -> String {
        switch self {
        case .seeded: description
        case .file(let path): try FileDigest.sha256(of: path)
        }
    }
}

extension ExtractorRequest {
    /// The settings that decide the sides of pictures for a network in a file.
    fileprivate var geometryText: String {
        "\(fit as Any) \(side as Any) \(shorterSide as Any)"
    }
}

extension Geometry {
    /// The size of every prepared picture; nil if it varies.
    fileprivate var fixedSides: (height: Int, width: Int)? {
        switch self {
        case .border(let side), .crop(let side), .resizedCrop(_, let side): (side, side)
        case .stretch(let width, let height): (height, width)
        case .longestSide, .asIs: nil
        }
    }
}
