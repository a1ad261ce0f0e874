// Networks: as data, with weights, at work, and rounded to 8 bits. Run where there is a folder `pictures`.
import DataSets
import Foundation
import Graphs
import Imaging
import Inference
import Networks
import Quantisation

/// The first pictures of the folder `pictures`, by name.
func somePictures(_ count: Int) throws -> [Picture] {
    let list = try PhotographList.load("pictures", pictureExtensions: ["jpg"])
    return try list.photographs.prefix(count).map { try PictureDecoder().decode(path: $0.location) }
}

func graphs() throws {
    // snippet.graphs
    let graph = try Graph(
        layers: [
            Graph.Layer("features", .input(.vector(4)), inputs: []),
            Graph.Layer("hidden", .dense(units: 8, hasBias: true), inputs: [0]),
            Graph.Layer("relu", .activation(.relu), inputs: [1]),
            Graph.Layer("classes", .dense(units: 2, hasBias: true), inputs: [2]),
            Graph.Layer("softmax", .softmax, inputs: [3]),
        ], outputs: [Graph.Output("probabilities", node: 4)])
    print(graph.parameterCount)  // 58

    let model = try Model(graph, parameters: Parameters(of: graph) { [Float](repeating: 0, count: $0.count) })
    print(model.parameters.specifications.map(\.name.description))  // hidden/kernel, hidden/bias, classes/kernel, classes/bias
    // snippet.end
    let names = ["hidden/kernel", "hidden/bias", "classes/kernel", "classes/bias"]
    precondition(graph.parameterCount == 58 && model.parameters.specifications.map(\.name.description) == names)
}

func networks() throws {
    // snippet.networks
    let network = try Network(named: "mobilenet-v1@0.25")
    let weighted = try WeightedNetwork(network, taps: nil, weights: .seeded(1), downsampling: .keras)

    print(weighted.taps, weighted.columns)  // ["conv_pw_13_relu"] 256
    try weighted.onnx().write(to: URL(fileURLWithPath: "mobilenet.onnx"))
    // snippet.end
    precondition(weighted.taps == ["conv_pw_13_relu"] && weighted.columns == 256)
}

func inference(_ picture: Picture) throws {
    // snippet.inference
    var request = ExtractorRequest(network: try Network(named: "mobilenet-v1@0.25"), weights: .seeded(1))
    request.side = 64
    let extractor = try FeatureExtractor(request, threads: 2, cache: nil)

    let tensor = try extractor.configuration.input.tensor(from: picture)
    let features = try extractor.features(of: tensor)
    print(features.count)  // 256
    // snippet.end
    precondition(features.count == 256)
}

func quantisation(_ pictures: [Picture]) throws {
    let input = InputDescription(geometry: .border(side: 64), values: .signed)
    // snippet.quantisation
    let network = try WeightedNetwork(
        Network(named: "mobilenet-v1@0.25"), taps: nil, weights: .seeded(1), downsampling: .keras)
    let settings = QuantisationSettings(
        clipping: .percentile(ClippingRule.standardPercentile), limit: 20, precision: .float32)
    let quantiser = try Quantiser(network, input: input, settings: settings, threads: 2)

    let tensors = try pictures.map { try input.tensor(from: $0) }
    let quantised = try quantiser.run(
        calibrating: 4, photograph: { tensors[$0] }, measuring: Array(tensors.dropFirst(4)), progress: { _ in })
    print(quantised.quantisedLayers, quantised.errors)  // how many layers, and what each tap lost
    try quantised.onnx(metadata: [:]).write(to: URL(fileURLWithPath: "mobilenet-8-bit.onnx"))
    // snippet.end
    precondition(quantised.quantisedLayers > 0 && quantised.errors.allSatisfy { (0...0.2).contains($0) })
}

let pictures = try somePictures(8)
try graphs()
try networks()
try inference(pictures[0])
try quantisation(pictures)
