import Foundation

/// Writes a network with its weights as an ONNX model (opset 17).
///
/// Input `image`: float32 `[1, height, width, 3]`, any height and width. Output `features`: float32 `[1, columns]`,
/// the global average of every tapped layer, in the order of the taps.
struct ONNXWriter {
    let network: WeightedNetwork
    let layers: IntegerLayers?
    private var nodes: [ONNX_Node] = []
    private var initializers: [ONNX_Tensor] = []

    /// The model's bytes; `layers` are computed with whole numbers, and `correction` is added to the features. Cost:
    /// about three times the weights in memory while it runs.
    static func serialised(
        _ network: WeightedNetwork, layers: IntegerLayers? = nil, correction: [Float]? = nil,
        metadata: [String: String] = [:]
    ) throws -> Data {
        var writer = ONNXWriter(network: network, layers: layers)
        writer.writeGraph()
        writer.writeOutput(correction: correction)
        return try writer.model(
            outputs: [Self.valueInfo("features", [.fixed(1), .fixed(network.columns)])], metadata: metadata
        ).serializedData()
    }

    /// The same network with the maps at `positions` as its outputs.
    static func serialised(_ network: WeightedNetwork, maps positions: [Int]) throws -> Data {
        var writer = ONNXWriter(network: network, layers: nil)
        writer.writeGraph()
        let outputs = positions.map { position in
            let node = network.graph.nodes[position]
            return Self.valueInfo(
                node.name,
                [.fixed(1), .fixed(node.channels), .free("\(node.name)/height"), .free("\(node.name)/width")])
        }
        return try writer.model(outputs: outputs, metadata: [:]).serializedData()
    }

    private init(network: WeightedNetwork, layers: IntegerLayers?) {
        self.network = network
        self.layers = layers
    }

    private mutating func writeGraph() {
        let folded = Set(layers?.kernels.values.map(\.convolution.output) ?? [])
        for (index, node) in network.graph.nodes.enumerated() {
            if let kernel = layers?.kernels[index] {
                write(kernel)
            } else if !folded.contains(index) {
                write(node, at: index)
            }
            if let rounding = layers?.roundings[index] { write(rounding, of: node.name) }
        }
    }

    private func model(outputs: [ONNX_ValueInfo], metadata: [String: String]) -> ONNX_Model {
        var graph = ONNX_Graph()
        graph.name = network.network.name
        graph.node = nodes
        graph.initializer = initializers
        graph.input = [Self.valueInfo("image", [.fixed(1), .free("height"), .free("width"), .fixed(3)])]
        graph.output = outputs
        var model = ONNX_Model()
        model.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            .with {
                $0.key = key
                $0.value = value
            }
        }
        model.irVersion = 8
        model.producerName = "kalon"
        model.opsetImport = [.with { $0.version = 17 }]
        model.graph = graph
        return model
    }

    /// Averages each tapped layer over its pixels and sets the results side by side.
    private mutating func writeOutput(correction: [Float]?) {
        let pooled = network.tapPositions.map { position in
            let name = network.graph.nodes[position].name
            append("GlobalAveragePool", [name], "\(name)/pooled")
            append("Flatten", ["\(name)/pooled"], "\(name)/columns", [Self.attribute("axis", 1)])
            return "\(name)/columns"
        }
        guard let correction else { return append("Concat", pooled, "features", [Self.attribute("axis", 1)]) }
        append("Concat", pooled, "features/uncorrected", [Self.attribute("axis", 1)])
        let values = constant("features/correction", [1, correction.count], correction)
        append("Add", ["features/uncorrected", values], "features")
    }

    private mutating func write(_ node: Graph.Node, at index: Int) {
        let inputs = node.inputs.map { inputName($0, of: index) }
        let inputChannels = node.inputs.first.map { network.graph.nodes[$0].channels } ?? 0
        switch node.operation {
        case .input:
            append("Transpose", ["image"], node.name, [Self.attribute("perm", [0, 3, 1, 2])])
        case .normalisation(let dividingTwice):
            writeNormalisation(node, inputs, dividingTwice: dividingTwice)
        case .convolution(let filters, let kernel, let stride, let padding, let hasBias):
            let shape = [kernel.height, kernel.width, inputChannels, filters]
            var operands = inputs + [self.kernel(node.name, .kernel, shape: shape)]
            if hasBias { operands.append(vector(node.name, .bias)) }
            append("Conv", operands, node.name, Self.window(kernel, stride, padding))
        case .depthwiseConvolution(let kernel, let stride, let padding):
            // One kernel a channel: as many filters as channels, each of a single channel.
            let shape = [kernel.height, kernel.width, 1, inputChannels]
            append(
                "Conv", inputs + [self.kernel(node.name, .depthwiseKernel, shape: shape)], node.name,
                Self.window(kernel, stride, padding) + [Self.attribute("group", inputChannels)])
        case .batchNormalisation(let epsilon, let hasScale):
            writeBatchNormalisation(node, inputs, epsilon: epsilon, hasScale: hasScale)
        case .activation(let function):
            write(function, of: inputs[0], named: node.name)
        case .maximumPooling(let window, let stride, let padding):
            append("MaxPool", inputs, node.name, Self.window(window, stride, padding))
        case .averagePooling(let window, let stride, let padding):
            append(
                "AveragePool", inputs, node.name,
                Self.window(window, stride, padding) + [Self.attribute("count_include_pad", 0)])
        case .globalAveragePooling:
            append("GlobalAveragePool", inputs, node.name)
        case .concatenation:
            append("Concat", inputs, node.name, [Self.attribute("axis", 1)])
        case .channelSlice(let first, let count):
            let bounds = [("first", first), ("end", first + count), ("axis", 1)]
            append("Slice", inputs + bounds.map { constant("\(node.name)/\($0.0)", [$0.1]) }, node.name)
        case .channelShuffle(let groups):
            writeChannelShuffle(node, inputs, groups: groups)
        case .residual(let scale):
            let isFolded = layers?.kernels.values.contains { $0.convolution.residual == index } ?? false
            writeResidual(node, inputs, scale: isFolded ? 1 : scale)
        case .product:
            append("Mul", inputs, node.name)
        }
    }

    private mutating func write(_ function: Activation, of input: String, named name: String) {
        switch function {
        case .relu:
            append("Relu", [input], name)
        case .relu6:
            let bounds = [constant("\(name)/minimum", [], [0]), constant("\(name)/maximum", [], [6])]
            append("Clip", [input] + bounds, name)
        case .swish:
            append("Sigmoid", [input], "\(name)/sigmoid")
            append("Mul", [input, "\(name)/sigmoid"], name)
        case .sigmoid:
            append("Sigmoid", [input], name)
        }
    }

    private mutating func writeNormalisation(_ node: Graph.Node, _ inputs: [String], dividingTwice: Bool) {
        let mean = network.tensor(node.name, .mean)
        let deviation = network.tensor(node.name, .variance).map { dividingTwice ? $0 : $0.squareRoot() }
        let shape = [1, mean.count, 1, 1]
        append("Sub", inputs + [constant("\(node.name)/mean", shape, mean)], "\(node.name)/centred")
        append("Div", ["\(node.name)/centred", constant("\(node.name)/deviation", shape, deviation)], node.name)
    }

    private mutating func writeBatchNormalisation(
        _ node: Graph.Node, _ inputs: [String], epsilon: Float, hasScale: Bool
    ) {
        let gamma =
            hasScale
            ? vector(node.name, .gamma)
            : constant("\(node.name)/gamma", [node.channels], [Float](repeating: 1, count: node.channels))
        let others = [TensorRole.beta, .movingMean, .movingVariance].map { vector(node.name, $0) }
        append("BatchNormalization", inputs + [gamma] + others, node.name, [Self.attribute("epsilon", epsilon)])
    }

    /// The channels as a table of `groups` rows, turned; then the shape is what it was, whatever the map's size.
    private mutating func writeChannelShuffle(_ node: Graph.Node, _ inputs: [String], groups: Int) {
        let table = constant("\(node.name)/table_shape", [0, groups, node.channels / groups, -1])
        append("Reshape", inputs + [table], "\(node.name)/table")
        append("Transpose", ["\(node.name)/table"], "\(node.name)/turned", [Self.attribute("perm", [0, 2, 1, 3])])
        append("Shape", inputs, "\(node.name)/shape")
        append("Reshape", ["\(node.name)/turned", "\(node.name)/shape"], node.name)
    }

    private mutating func writeResidual(_ node: Graph.Node, _ inputs: [String], scale: Float) {
        guard scale != 1 else {
            append("Add", inputs, node.name)
            return
        }
        append("Mul", [inputs[1], constant("\(node.name)/scale", [], [scale])], "\(node.name)/scaled")
        append("Add", [inputs[0], "\(node.name)/scaled"], node.name)
    }
}

// MARK: - Tensors

extension ONNXWriter {
    /// The standard's numbers of types.
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
    private mutating func constant(_ name: String, _ values: [Int]) -> String {
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

    private mutating func vector(_ layer: String, _ role: TensorRole) -> String {
        let values = network.tensor(layer, role)
        return constant(TensorName(layer: layer, role: role).description, [values.count], values)
    }

    /// The kernel of a layer, `shape` as in Keras.
    private mutating func kernel(_ layer: String, _ role: TensorRole, shape: [Int]) -> String {
        let values = KernelLayout.filtersFirst(network.tensor(layer, role), shape: shape)
        return constant("\(layer)/\(role.rawValue)", KernelLayout.filtersFirst(shape), values)
    }
}

// MARK: - Messages

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

    static func window(_ kernel: Extent, _ stride: Extent, _ padding: Padding) -> [ONNX_Attribute] {
        let sizes = [
            attribute("kernel_shape", [kernel.height, kernel.width]),
            attribute("strides", [stride.height, stride.width]),
        ]
        switch padding {
        case .valid:
            return sizes + [attribute("pads", [0, 0, 0, 0])]
        case .same:
            return sizes + [attribute("auto_pad", "SAME_UPPER")]
        case .ceiling:
            return sizes + [attribute("pads", [0, 0, 0, 0]), attribute("ceil_mode", 1)]
        case .fixed(let before, let after):
            return sizes + [attribute("pads", [before.height, before.width, after.height, after.width])]
        }
    }

    private enum Side {
        case fixed(Int)
        case free(String)
    }

    private static func valueInfo(_ name: String, _ shape: [Side]) -> ONNX_ValueInfo {
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
