import Files
import ForeignFormats
import Foundation
import Graphs
import Networks
import Testing
import TestSupport

/// Models written as the files of their networks' twins.
@Suite struct TwinWeightsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let provenance = Provenance(
        command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "",
        threads: 1)

    private func path(_ network: Network, _ name: String = "w") -> String {
        scratch.path("\(name).\(network.twin.fileExtension)")
    }

    private func written(_ model: Model, of network: Network, _ name: String = "w") throws -> String {
        try model.writeWeights(of: network, to: path(network, name), provenance: Self.provenance)
        return path(network, name)
    }

    /// The whole network with seeded weights, and none of its nodes pooled.
    private func whole(_ network: Network) throws -> WeightedNetwork {
        try network.weighted(taps: [try #require(try network.wholeGraph.nodes.last).name])
    }

    /// The network with dense layers on top, each with numbers of its own.
    private func withHead(_ network: WeightedNetwork) throws -> Model {
        let top = try #require(network.graph.index(ofOutput: "features"))
        let count = network.graph.nodes.count
        let graph = try network.graph.appending(
            [
                .init("head_hidden", .dense(units: 5, hasBias: true), inputs: [top]),
                .init("head_ratings", .dense(units: 10, hasBias: true), inputs: [count]),
            ], outputs: [.init("ratings", node: count + 1)])
        let parameters = try network.model.parameters.moved(to: graph) { required in
            (0..<required.count).map { Float($0) - 3 }
        }
        return try Model(graph, parameters: parameters)
    }

    @Test(arguments: ["mobilenet-v1@0.1", "efficientnet-b0", "shufflenet-v2@0.5"])
    func whatIsWrittenIsRead(name: String) throws {
        let network = try Network(named: name)
        let seeded = try whole(network)
        let first = try written(seeded.model, of: network)
        let loaded = try network.weighted(.file(first), taps: seeded.taps)
        #expect(loaded.model == seeded.model)
        #expect(loaded.leftAside.isEmpty)
        let second = try written(loaded.model, of: network, "again")
        guard network.twin == .torchvision else { return }
        #expect(try bytes(of: second) == bytes(of: first))
    }

    @Test(arguments: ["mobilenet-v1@0.1", "shufflenet-v2@0.5"])
    func aHeadIsWrittenAndLeftAside(name: String) throws {
        let network = try Network(named: name)
        let seeded = try whole(network)
        let model = try withHead(seeded)
        let loaded = try network.weighted(.file(try written(model, of: network)), taps: seeded.taps)
        #expect(loaded.model == seeded.model)
        #expect(loaded.leftAside == ["head_hidden", "head_ratings"])
    }

    @Test func aHeadHasTheLayoutOfItsLibrary() throws {
        let keras = Network.mobileNetV1(width: 0.1), torch = try Network(named: "shufflenet-v2@0.5")
        let file = try KerasWeightFile.open(try written(try withHead(try whole(keras)), of: keras))
        let layer = try #require(file.layer(named: "head_ratings"))
        #expect(layer.tensors.map(\.name) == ["kernel", "bias"] && layer.tensors.map(\.shape) == [[5, 10], [10]])
        let safetensors = try SafetensorsFile.open(try written(try withHead(try whole(torch)), of: torch))
        let kernel = try #require(safetensors.tensors.first { $0.name == "head_ratings.weight" })
        #expect(kernel.shape == [10, 5])
        // Input 2 of unit 7: row by row, Keras' kernel [5, 10] counts from -3.
        #expect(try safetensors.read(kernel)[7 * 5 + 2] == Float(2 * 10 + 7 - 3))
    }

    /// Keras refuses a file whose layer has fewer tensors than its own.
    @Test func aNormalisationOfInputsHasItsCount() throws {
        let network = Network.efficientNet(.b0)
        let file = try KerasWeightFile.open(try written(try network.weighted(taps: ["stem_activation"]).model, of: network))
        #expect(try #require(file.layer(named: "normalization")).tensors.map(\.name) == ["mean", "variance", "count"])
    }

    @Test func aChangedLayerIsRefused() throws {
        let network = Network.mobileNetV1(width: 0.1)
        let folded = try network.weighted().model.folding()
        let error = #expect(throws: NetworksError.self) { try written(folded, of: network) }
        guard case .changedLayer(_, "mobilenet-v1@0.1")? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.sentence.contains("after folding") == true)
        #expect(!scratch.exists("w.h5"))
    }
}
