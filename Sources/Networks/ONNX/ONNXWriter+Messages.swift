import Foundation
import Graphs

extension ONNXWriter {
    /// The numbers of types in the standard.
    enum ElementType: Int32 {
        case float32 = 1
        case uint8 = 2
        case int8 = 3
        case int64 = 7
    }

    mutating func constant(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
        constant(name, .float32, shape, values)
    }

    /// A list of whole numbers.
    mutating func constant(_ name: String, _ values: [Int]) -> String {
        constant(name, .int64, [values.count], values.map(Int64.init))
    }

    mutating func constant<Element>(
        _ name: String, _ type: ElementType, _ shape: [Int], _ values: [Element]
    ) -> String {
        var tensor = ONNX_Tensor()
        tensor.name = name
        tensor.dataType = type.rawValue
        tensor.dims = shape.map(Int64.init)
        tensor.rawData = values.withUnsafeBytes { Data($0) }
        initializers.append(tensor)
        return name
    }

    mutating func vector(_ layer: String, _ role: TensorRole) -> String {
        let values = model.tensor(layer, role)
        return constant(TensorName(layer: layer, role: role).description, [values.count], values)
    }
}

extension ONNXWriter {
    mutating func append(
        _ type: String, _ inputs: [String], _ output: String, _ attributes: [ONNX_Attribute] = []
    ) {
        var node = ONNX_Node()
        node.opType = type
        node.name = output
        node.input = inputs
        node.output = [output]
        node.attribute = attributes
        nodes.append(node)
    }

    static func attribute(_ name: String, _ value: Int) -> ONNX_Attribute {
        .with {
            $0.name = name
            $0.type = .int
            $0.i = Int64(value)
        }
    }

    static func attribute(_ name: String, _ value: Float) -> ONNX_Attribute {
        .with {
            $0.name = name
            $0.type = .float
            $0.f = value
        }
    }

    static func attribute(_ name: String, _ values: [Int]) -> ONNX_Attribute {
        .with {
            $0.name = name
            $0.type = .ints
            $0.ints = values.map(Int64.init)
        }
    }

    static func attribute(_ name: String, _ text: String) -> ONNX_Attribute {
        .with {
            $0.name = name
            $0.type = .string
            $0.s = Data(text.utf8)
        }
    }

    static func attributes(_ window: Window) -> [ONNX_Attribute] {
        var attributes = [
            attribute("kernel_shape", [window.size.height, window.size.width]),
            attribute("strides", [window.stride.height, window.stride.width]),
        ]
        if window.dilation != Extent(1) {
            attributes.append(attribute("dilations", [window.dilation.height, window.dilation.width]))
        }
        switch window.padding {
        case .valid:
            return attributes + [attribute("pads", [0, 0, 0, 0])]
        case .same:
            return attributes + [attribute("auto_pad", "SAME_UPPER")]
        case .ceiling:
            return attributes + [attribute("pads", [0, 0, 0, 0]), attribute("ceil_mode", 1)]
        case .fixed(let before, let after):
            return attributes + [attribute("pads", [before.height, before.width, after.height, after.width])]
        }
    }

    func inputInfo(_ node: Graph.Node) -> ONNX_ValueInfo {
        switch node.shape {
        case .vector(let width): return Self.valueInfo(node.name, [.fixed(1), .fixed(width)])
        case .maps(let channels, let size):
            let sides = size.map { [.fixed($0.height), .fixed($0.width)] } ?? [Side.free("height"), .free("width")]
            return Self.valueInfo(imageName(node), [.fixed(1)] + sides + [.fixed(channels)])
        }
    }

    /// An output whose name is not that of its node gets a node of its own.
    mutating func outputInfo(_ output: Graph.Output) -> ONNX_ValueInfo {
        let node = model.graph.nodes[output.node]
        if output.name != node.name { append("Identity", [node.name], output.name) }
        switch node.shape {
        case .vector(let width): return Self.valueInfo(output.name, [.fixed(1), .fixed(width)])
        case .maps(let channels, let size):
            let sides =
                size.map { [.fixed($0.height), .fixed($0.width)] }
                ?? [Side.free("\(output.name)/height"), .free("\(output.name)/width")]
            return Self.valueInfo(output.name, [.fixed(1), .fixed(channels)] + sides)
        }
    }

    enum Side {
        case fixed(Int)
        case free(String)
    }

    static func valueInfo(_ name: String, _ shape: [Side]) -> ONNX_ValueInfo {
        var info = ONNX_ValueInfo()
        info.name = name
        info.type.tensorType.elemType = ElementType.float32.rawValue
        info.type.tensorType.shape.dim = shape.map { side in
            .with {
                switch side {
                case .fixed(let length): $0.dimValue = Int64(length)
                case .free(let label): $0.dimParam = label
                }
            }
        }
        return info
    }
}
