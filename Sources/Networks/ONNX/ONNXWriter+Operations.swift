import Graphs

extension ONNXWriter {
    func imageName(_ node: Graph.Node) -> String {
        let images = model.graph.inputs.count { if case .maps = model.graph.nodes[$0].shape { true } else { false } }
        return images == 1 ? "image" : "\(node.name)/image"
    }

    mutating func write(_ function: Activation, of input: String, named name: String) {
        switch function {
        case .linear: append("Identity", [input], name)
        case .relu: append("Relu", [input], name)
        case .relu6:
            let bounds = [constant("\(name)/minimum", [], [Float(0)]), constant("\(name)/maximum", [], [Float(6)])]
            append("Clip", [input] + bounds, name)
        case .elu: append("Elu", [input], name)
        case .gelu: writeGELU(of: input, named: name)
        case .swish:
            append("Sigmoid", [input], "\(name)/sigmoid")
            append("Mul", [input, "\(name)/sigmoid"], name)
        case .tanh: append("Tanh", [input], name)
        case .sigmoid: append("Sigmoid", [input], name)
        }
    }

    /// Writes x / 2 * (1 + erf(x / sqrt(2))), because opset 17 has no operator for it.
    mutating func writeGELU(of input: String, named name: String) {
        append("Mul", [input, constant("\(name)/root", [], [Float(0.5).squareRoot()])], "\(name)/scaled")
        append("Erf", ["\(name)/scaled"], "\(name)/erf")
        append("Add", ["\(name)/erf", constant("\(name)/one", [], [Float(1)])], "\(name)/share")
        append("Mul", [input, constant("\(name)/half", [], [Float(0.5)])], "\(name)/halved")
        append("Mul", ["\(name)/halved", "\(name)/share"], name)
    }

    mutating func writeNormalisation(_ node: Graph.Node, _ inputs: [String]) {
        let mean = channelConstant(node, "mean", .mean)
        append("Sub", inputs + [mean], "\(node.name)/centred")
        let deviation = model.tensor(node.name, .variance).map { $0.squareRoot() }
        append("Div", ["\(node.name)/centred", constant("\(node.name)/deviation", channelShape(node), deviation)], node.name)
    }

    /// A shape with one value for each channel, for maps as well as for vectors.
    func channelShape(_ node: Graph.Node) -> [Int] {
        if case .vector = node.shape { [1, node.channels] } else { [1, node.channels, 1, 1] }
    }

    mutating func channelConstant(_ node: Graph.Node, _ name: String, _ role: TensorRole) -> String {
        constant("\(node.name)/\(name)", channelShape(node), model.tensor(node.name, role))
    }

    /// Writes the slopes with the sides of a map, because the standard broadcasts them from the right.
    mutating func slopes(_ node: Graph.Node) -> String {
        let shape = channelShape(node).dropFirst()
        return constant("\(node.name)/slopes", Array(shape), model.tensor(node.name, .slope))
    }

    /// Writes a convolution; if its kernel is in whole numbers, the engine sees them next to the steps that multiply them.
    mutating func write(_ convolution: Convolution, _ node: Graph.Node, _ inputs: [String]) {
        let kernel = node.parameters[0]
        let values = KernelLayout.filtersFirst(model.tensor(node.name, kernel.name.role), shape: kernel.shape)
        let shape = KernelLayout.filtersFirst(kernel.shape)
        var operands = inputs
        if convolution.hasSteps {
            let integers = constant("\(node.name)/kernel/integers", .int8, shape, values.map { Int8($0) })
            let steps = vector(node.name, .steps)
            let zeros = constant(
                "\(node.name)/kernel/zeros", .int8, [shape[0]], [Int8](repeating: 0, count: shape[0]))
            append("DequantizeLinear", [integers, steps, zeros], "\(node.name)/kernel", [Self.attribute("axis", 0)])
            operands.append("\(node.name)/kernel")
        } else {
            operands.append(constant(kernel.name.description, shape, values))
        }
        if convolution.hasBias { operands.append(vector(node.name, .bias)) }
        let groups = convolution.groups > 1 ? [Self.attribute("group", convolution.groups)] : []
        append("Conv", operands, node.name, Self.attributes(convolution.window) + groups)
    }

    mutating func writeDense(_ node: Graph.Node, _ inputs: [String], hasBias: Bool) {
        let kernel = node.parameters[0]
        var operands = inputs + [constant(kernel.name.description, kernel.shape, model.tensor(node.name, .kernel))]
        if hasBias { operands.append(vector(node.name, .bias)) }
        append("Gemm", operands, node.name)
    }

    mutating func writeBatchNormalisation(
        _ node: Graph.Node, _ inputs: [String], epsilon: Float, hasScale: Bool
    ) {
        let gamma =
            hasScale
            ? vector(node.name, .gamma)
            : constant("\(node.name)/gamma", [node.channels], [Float](repeating: 1, count: node.channels))
        let others = [TensorRole.beta, .movingMean, .movingVariance].map { vector(node.name, $0) }
        append("BatchNormalization", inputs + [gamma] + others, node.name, [Self.attribute("epsilon", epsilon)])
    }

    /// Writes the mean over each cell of the grid as slices that are averaged, because the standard has no such operator.
    ///
    /// The size of the map must be known.
    mutating func writeAdaptivePooling(_ node: Graph.Node, _ inputs: [String], size: Extent) {
        guard size != Extent(1) else { return append("GlobalAveragePool", inputs, node.name) }
        let map = model.graph.nodes[node.inputs[0]].shape.size ?? size
        func slices(_ input: String, axis: Int, count: Int, side: Int, _ name: String) -> String {
            let means = (0..<count).map { index in
                let cell = "\(name)/\(index)"
                let bounds = [
                    constant("\(cell)/first", [index * side / count]),
                    constant("\(cell)/end", [((index + 1) * side + count - 1) / count]), constant("\(cell)/axis", [axis]),
                ]
                append("Slice", [input] + bounds, "\(cell)/part")
                append("ReduceMean", ["\(cell)/part"], cell, [Self.attribute("axes", [axis])])
                return cell
            }
            append("Concat", means, name, [Self.attribute("axis", axis)])
            return name
        }
        let rows = slices(inputs[0], axis: 2, count: size.height, side: map.height, "\(node.name)/rows")
        _ = slices(rows, axis: 3, count: size.width, side: map.width, node.name)
    }

    /// Writes the channels as a table of `groups` rows, transposes it, and restores the shape, whatever the size of the map.
    mutating func writeChannelShuffle(_ node: Graph.Node, _ inputs: [String], groups: Int) {
        let table = constant("\(node.name)/table_shape", [0, groups, node.channels / groups, -1])
        append("Reshape", inputs + [table], "\(node.name)/table")
        append("Transpose", ["\(node.name)/table"], "\(node.name)/turned", [Self.attribute("perm", [0, 2, 1, 3])])
        append("Shape", inputs, "\(node.name)/shape")
        append("Reshape", ["\(node.name)/turned", "\(node.name)/shape"], node.name)
    }

    /// Writes a rounding as a pair: QuantizeLinear rounds, and DequantizeLinear returns the rounded value.
    ///
    /// An engine that finds a convolution between such pairs computes it with the whole numbers themselves.
    mutating func write(_ rounding: Rounding, of input: String, named name: String) {
        let step = constant("\(name)/step", [], [rounding.step])
        let zero = constant("\(name)/zero", rounding.isSigned ? .int8 : .uint8, [], [UInt8(0)])
        append("QuantizeLinear", [input, step, zero], "\(name)/integers")
        append("DequantizeLinear", ["\(name)/integers", step, zero], name)
    }

    mutating func writeSum(_ node: Graph.Node, _ inputs: [String], scale: Float) {
        guard scale != 1 else {
            append("Add", inputs, node.name)
            return
        }
        append("Mul", [inputs[1], constant("\(node.name)/scale", [], [scale])], "\(node.name)/scaled")
        append("Add", [inputs[0], "\(node.name)/scaled"], node.name)
    }
}
