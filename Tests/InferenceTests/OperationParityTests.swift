import Graphs
import Imaging
import Inference
import Matrices
import Networks
import Reference
import TestSupport
import Testing

/// Operations that no network of the registry has, written as ONNX and run by the engine, against plain loops.
@Suite struct OperationParityTests {
    private static let channels = 6

    /// Each behind a convolution that makes six channels of a picture.
    private static let operations: [(String, [Graphs.Operation])] = [
        ("grouped", [.convolution(Convolution(filters: 4, window: Window(Extent(3)), groups: 2, hasBias: true))]),
        ("dilated", [.convolution(Convolution(filters: 3, window: Window(Extent(3), padding: .around(2), dilation: Extent(2))))]),
        ("elu", [.activation(.elu)]), ("gelu", [.activation(.gelu)]), ("tanh", [.activation(.tanh)]),
        ("linear", [.activation(.linear)]), ("parametric ReLU", [.parametricReLU]), ("shift", [.shift]),
        ("dropout", [.dropout(rate: 0.5)]),
        ("counted border", [.averagePooling(Window(Extent(3), stride: Extent(2), padding: .around(1)), countsBorder: true)]),
        ("adaptive", [.adaptiveAveragePooling(Extent(height: 3, width: 4))]),
        ("adaptive to one", [.adaptiveAveragePooling(Extent(1))]),
        ("local response", [.localResponseNormalisation(size: 5, alpha: 1e-2, beta: 0.75, bias: 2)]),
        ("selection", [.selection([5, 0, 3])]),
        ("dense", [.flatten, .dense(units: 5, hasBias: true)]), ("without bias", [.flatten, .dense(units: 5, hasBias: false)]),
        ("normalised vector", [.globalAveragePooling, .flatten, .normalisation]),
        ("batch-normalised vector", [.globalAveragePooling, .flatten, .batchNormalisation(epsilon: 1e-3, hasScale: true)]),
        ("parametric vector", [.globalAveragePooling, .flatten, .parametricReLU, .shift]),
        ("selected columns", [.globalAveragePooling, .flatten, .selection([4, 1])]),
        ("softmax", [.flatten, .dense(units: 3, hasBias: true), .softmax]),
        ("rounding", [.rounding(Rounding(limit: 2, isSigned: true))]),
    ]

    @Test(arguments: operations.map(\.0))
    func theEngineComputesWhatLoopsDo(name: String) throws {
        let operations = try #require(Self.operations.first { $0.0 == name }).1
        let size = Extent(height: 11, width: 14)
        var layers: [Graph.Layer] = [
            .init("input", .input(.maps(channels: 3, size: size)), inputs: []),
            .init("stem", .convolution(Convolution(filters: Self.channels, window: Window(Extent(3)))), inputs: [0]),
        ]
        for (number, operation) in operations.enumerated() {
            layers.append(.init("node\(number)", operation, inputs: [layers.count - 1]))
        }
        if case .maps = try Graph(layers: layers).nodes[layers.count - 1].shape {
            layers.append(.init("flat", .flatten, inputs: [layers.count - 1]))
        }
        let graph = try Graph(layers: layers, outputs: [.init("features", node: layers.count - 1)])
        var stream = RandomStream(seed: 4, name: "operations")
        let model = try Model(
            graph,
            parameters: Parameters(of: graph) { tensor in
                let isVariance = tensor.name.role == .movingVariance || tensor.name.role == .variance
                return (0..<tensor.count).map { _ in Float(isVariance ? stream.uniform(in: 0.5...2) : 0.5 * stream.normal()) }
            })
        let picture = somePicture(width: size.width, height: size.height)
        let engine = try InferenceEngine(
            model: EngineModel(onnx: ONNXWriter.serialised(model, name: name)),
            columns: graph.nodes[layers.count - 1].channels, EngineSettings(precision: .float32, threads: 2, pictures: 1))
        let expected = GraphInterpreter.run(model, on: [maps(of: picture)])[0].values
        expectClose(try engine.features(of: picture), expected, tolerance: 1e-5, scale: .ofLargest, name)
    }
}
