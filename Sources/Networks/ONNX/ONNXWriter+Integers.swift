// Whole numbers are written as pairs: QuantizeLinear rounds, DequantizeLinear gives the rounded value back. An engine
// that sees a convolution between such pairs computes it with the whole numbers themselves.

extension ONNXWriter {
    /// The tensor that `reader` takes from the node at `source`: rounded where the layers say so.
    func inputName(_ source: Int, of reader: Int) -> String {
        let name = network.graph.nodes[source].name
        guard let layers, layers.roundings[source] != nil,
            layers.readings.contains(.init(source: source, reader: reader))
        else { return name }
        return "\(name)/rounded"
    }

    /// The values of the tensor `name`, rounded.
    mutating func write(_ rounding: IntegerLayers.Rounding, of name: String) {
        let step = constant("\(name)/step", [], [rounding.step])
        let zero = constant("\(name)/zero", rounding.isSigned ? .int8 : .uint8, [], [UInt8(0)])
        append("QuantizeLinear", [name, step, zero], "\(name)/integers")
        append("DequantizeLinear", ["\(name)/integers", step, zero], "\(name)/rounded")
    }

    /// A convolution with a rounded kernel, under the name of the last layer that it stands for.
    mutating func write(_ kernel: IntegerLayers.Kernel) {
        let folded = kernel.convolution
        let node = network.graph.nodes[folded.position]
        let filters = folded.shape[0]
        let integers = constant("\(node.name)/kernel/integers", .int8, folded.shape, kernel.values)
        let steps = constant("\(node.name)/kernel/steps", [filters], kernel.steps)
        let zeros = constant("\(node.name)/kernel/zeros", .int8, [filters], [Int8](repeating: 0, count: filters))
        append(
            "DequantizeLinear", [integers, steps, zeros], "\(node.name)/kernel", [Self.attribute("axis", 0)])
        let bias = constant("\(node.name)/bias", [filters], kernel.bias)
        append(
            "Conv", [inputName(node.inputs[0], of: folded.position), "\(node.name)/kernel", bias],
            network.graph.nodes[folded.output].name, attributes(of: node.operation, filters: filters))
    }

    private func attributes(of operation: Operation, filters: Int) -> [ONNX_Attribute] {
        switch operation {
        case .convolution(_, let kernel, let stride, let padding, _):
            return Self.window(kernel, stride, padding)
        case .depthwiseConvolution(let kernel, let stride, let padding):
            return Self.window(kernel, stride, padding) + [Self.attribute("group", filters)]
        default:
            preconditionFailure("only convolutions have kernels")
        }
    }
}
