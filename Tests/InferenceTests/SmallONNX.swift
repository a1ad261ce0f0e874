import Foundation
import Imaging
import Inference
import TestSupport

/// ONNX models of a few nodes: `image` float32 [1, 3, height, width] in, `features` out.
struct SmallONNX {
    var operatorSet = 17
    var height = 8
    var width = 6
    var nodes: [ONNXNode] = []
    /// Constants by name, as they are written.
    var constants: [(name: String, tensor: WireParts)] = []

    init(operatorSet: Int = 17, height: Int = 8, width: Int = 6) {
        self.operatorSet = operatorSet
        self.height = height
        self.width = width
    }

    mutating func add(_ kind: String, _ inputs: [String], _ outputs: [String], _ attributes: [ONNXAttribute] = []) {
        var node = ONNXNode(kind: kind, inputs: inputs, outputs: outputs, attributes: attributes)
        node.name = "the-\(kind)"
        nodes.append(node)
    }

    mutating func constant(_ name: String, _ integers: [Int]) { constants.append((name, ONNXTensor.encoded(integers))) }

    /// Numbers of a type by its number in the standard, with the bytes of each.
    mutating func constant(_ name: String, kind: Int, sides: [Int], raw: [UInt8]) {
        var tensor = WireParts()
        for side in sides { tensor.append(.field(1, side)) }
        tensor.append(.field(2, kind))
        tensor.append(.field(9, raw))
        constants.append((name, tensor))
    }

    mutating func constant(_ name: String, _ floats: [Float], sides: [Int]) {
        constant(
            name, kind: 1, sides: sides,
            raw: floats.flatMap { float in
                (0..<4).map { UInt8(truncatingIfNeeded: float.bitPattern >> ($0 * 8)) }
            })
    }

    /// Makes one row of `name`, of which there are `count` numbers.
    mutating func finish(_ name: String, count: Int) {
        constant("row", [1, count])
        add("Reshape", [name, "row"], ["features"])
    }

    /// Nodes as a graph inside a node.
    static func graph(_ nodes: [ONNXNode], inputs: [WireParts] = [], outputs: [String]) -> WireParts {
        var graph = WireParts()
        for node in nodes { graph.append(node.encoded.asField(1)) }
        graph.append(.field(2, "graph"))
        for input in inputs { graph.append(input.asField(11)) }
        for output in outputs { graph.append(value(output, kind: 1, sides: nil).asField(12)) }
        return graph
    }

    /// A name with its type and shape.
    static func value(_ name: String, kind: Int, sides: [Int]?) -> WireParts {
        var tensor = WireParts.field(1, kind)
        if let sides {
            var shape = WireParts()
            for side in sides { shape.append(WireParts.field(1, side).asField(1)) }
            tensor.append(shape.asField(2))
        }
        var value = WireParts.field(1, name)
        value.append(tensor.asField(1).asField(2))
        return value
    }

    /// The file's content.
    var content: Data {
        var graph = WireParts()
        for node in nodes { graph.append(node.encoded.asField(1)) }
        graph.append(.field(2, "graph"))
        for (name, tensor) in constants {
            var named = tensor
            named.append(.field(8, name))
            graph.append(named.asField(5))
        }
        graph.append(Self.value("image", kind: 1, sides: [1, 3, height, width]).asField(11))
        graph.append(Self.value("features", kind: 1, sides: nil).asField(12))
        var set = WireParts.field(1, "")
        set.append(.field(2, operatorSet))
        var model = WireParts.field(1, 8)
        model.append(graph.asField(7))
        model.append(set.asField(8))
        return model.withPieces(of: Data()) { pieces in pieces.reduce(into: Data()) { $0.append(contentsOf: $1) } }
    }

    /// The features of a picture; throws as an extraction does.
    func features(_ picture: ImageTensor, in scratch: Scratch) throws -> [Float] {
        try Self.features(ofFile: scratch.write(content, to: "network.onnx"), picture)
    }

    static func features(ofFile path: String, _ picture: ImageTensor) throws -> [Float] {
        try extractor(ofFile: path).features(of: picture)
    }

    static func extractor(ofFile path: String) throws -> FeatureExtractor {
        var request = ExtractorRequest(source: .file(ModelFileRequest(try ModelFile(path: path))))
        request.fit = .stretch
        request.values = .unit
        return try FeatureExtractor(request, threads: 1, cache: nil)
    }
}

extension ImageTensor {
    /// The value of a channel at a pixel.
    func value(_ channel: Int, _ row: Int, _ column: Int) -> Float { values[(row * width + column) * 3 + channel] }

    /// As `[3, height, width]`.
    var channelsFirst: [Float] {
        (0..<3).flatMap { channel in (0..<height * width).map { values[$0 * 3 + channel] } }
    }
}
