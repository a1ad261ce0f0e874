import Foundation
import Graphs

/// Writes a model in the ONNX format (opset 17).
///
/// An input of maps is float32 `[1, height, width, channels]`, in the order of a picture's bytes. It is named `image` if it is
/// the only one, otherwise after its node. Every output has its own name, and holds one picture or row.
package struct ONNXWriter {
    let model: Model
    var nodes: [ONNX_Node] = []
    var initializers: [ONNX_Tensor] = []

    /// The bytes of the model.
    ///
    /// Cost: about three times the weights in memory while it runs.
    package static func serialised(_ model: Model, name: String, metadata: [String: String] = [:]) throws -> Data {
        var writer = ONNXWriter(model: model)
        for node in model.graph.nodes { writer.write(node) }
        return try writer.file(name: name, metadata: metadata).serializedData()
    }

    private init(model: Model) {
        self.model = model
    }

    mutating func file(name: String, metadata: [String: String]) -> ONNX_Model {
        var graph = ONNX_Graph()
        graph.input = model.graph.inputs.map { inputInfo(model.graph.nodes[$0]) }
        graph.output = model.graph.outputs.map { outputInfo($0) }
        graph.name = name
        graph.node = nodes
        graph.initializer = initializers
        var file = ONNX_Model()
        file.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            .with {
                $0.key = key
                $0.value = value
            }
        }
        file.irVersion = 8
        file.producerName = "kalon"
        file.opsetImport = [.with { $0.version = 17 }]
        file.graph = graph
        return file
    }

    mutating func write(_ node: Graph.Node) {
        let inputs = node.inputs.map { model.graph.nodes[$0].name }
        switch node.operation {
        case .input(.maps):
            append("Transpose", [imageName(node)], node.name, [Self.attribute("perm", [0, 3, 1, 2])])
        case .input(.vector): break
        case .normalisation: writeNormalisation(node, inputs)
        case .convolution(let convolution): write(convolution, node, inputs)
        case .dense(_, let hasBias): writeDense(node, inputs, hasBias: hasBias)
        case .batchNormalisation(let epsilon, _, let hasScale):
            writeBatchNormalisation(node, inputs, epsilon: epsilon, hasScale: hasScale)
        case .shift: append("Add", inputs + [channelConstant(node, "amounts", .bias)], node.name)
        case .activation(let function): write(function, of: inputs[0], named: node.name)
        case .parametricReLU: append("PRelu", inputs + [slopes(node)], node.name)
        case .softmax: append("Softmax", inputs, node.name, [Self.attribute("axis", 1)])
        case .dropout: append("Identity", inputs, node.name)
        case .maximumPooling(let window): append("MaxPool", inputs, node.name, Self.attributes(window))
        case .averagePooling(let window, let countsBorder):
            append(
                "AveragePool", inputs, node.name,
                Self.attributes(window) + [Self.attribute("count_include_pad", countsBorder ? 1 : 0)])
        case .adaptiveAveragePooling(let size): writeAdaptivePooling(node, inputs, size: size)
        case .globalAveragePooling: append("GlobalAveragePool", inputs, node.name)
        case .localResponseNormalisation(let size, let alpha, let beta, let bias):
            append(
                "LRN", inputs, node.name,
                [Self.attribute("size", size)] + [("alpha", alpha), ("beta", beta), ("bias", bias)].map(Self.attribute))
        case .flatten: append("Flatten", inputs, node.name, [Self.attribute("axis", 1)])
        case .concatenation: append("Concat", inputs, node.name, [Self.attribute("axis", 1)])
        case .channelSlice(let first, let count):
            let bounds = [("first", first), ("end", first + count), ("axis", 1)]
            append("Slice", inputs + bounds.map { constant("\(node.name)/\($0.0)", [$0.1]) }, node.name)
        case .channelShuffle(let groups): writeChannelShuffle(node, inputs, groups: groups)
        case .selection(let columns):
            append("Gather", inputs + [constant("\(node.name)/columns", columns)], node.name, [Self.attribute("axis", 1)])
        case .sum(let scale): writeSum(node, inputs, scale: scale)
        case .product: append("Mul", inputs, node.name)
        case .rounding(let rounding): write(rounding, of: inputs[0], named: node.name)
        }
    }
}
