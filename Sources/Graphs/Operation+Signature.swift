/// What an operation produces from inputs of given shapes.
struct Signature: Sendable, Hashable {
    let shape: Shape
    var parameters: [ParameterSpecification] = []
    /// Multiplications and additions in products with a kernel, for each value that comes out.
    var operationsAValue = 0
    var sign = Sign.any
    /// Whether it only passes on some of the values that it takes.
    var keepsValues = false

    /// What is known of the sign of the values that come out.
    enum Sign: Sendable, Hashable {
        case any
        case neverNegative
        /// Never negative if the inputs are never negative.
        case asInputs
    }
}

extension Operation {
    /// What the operation produces from inputs of these shapes.
    ///
    /// This is the one place that knows the shapes, parameters and cost of every operation.
    ///
    /// - Throws: `GraphError`, which names the node, if the inputs do not fit.
    func signature(of node: String, inputs: [Shape]) throws(GraphError) -> Signature {
        let place = Place(node: node, operation: self, inputs: inputs)
        switch self {
        case .input(let shape):
            try place.require(count: 0)
            return Signature(shape: shape)
        case .normalisation:
            return try place.normalisation()
        case .convolution(let convolution):
            return try place.convolution(convolution)
        case .dense(let units, let hasBias):
            return try place.dense(units: units, hasBias: hasBias)
        case .batchNormalisation(let epsilon, let momentum, let hasScale):
            return try place.batchNormalisation(epsilon: epsilon, momentum: momentum, hasScale: hasScale)
        case .shift:
            return Signature(shape: try place.single(), parameters: [place.vector(.bias)])
        case .activation(let function):
            return Signature(shape: try place.single(), sign: function.sign)
        case .parametricReLU:
            return Signature(shape: try place.single(), parameters: [place.vector(.slope)])
        case .softmax:
            return Signature(shape: try place.singleVector(), sign: .neverNegative)
        case .dropout(let rate):
            try place.require(rate, in: 0..<1, "rate", "at least 0 and below 1")
            return Signature(shape: try place.single(), sign: .asInputs)
        case .maximumPooling(let window):
            return Signature(shape: try place.pooled(window), sign: .asInputs, keepsValues: true)
        case .averagePooling(let window, _):
            return Signature(shape: try place.pooled(window), sign: .asInputs)
        case .adaptiveAveragePooling(let size):
            return Signature(shape: .maps(channels: try place.singleMaps().channels, size: size), sign: .asInputs)
        case .globalAveragePooling:
            return Signature(shape: .maps(channels: try place.singleMaps().channels, size: Extent(1)), sign: .asInputs)
        case .localResponseNormalisation(let size, _, _, _):
            try place.require(Double(size), in: 1..<Double.infinity, "size", "1 or more channels")
            return Signature(shape: try place.singleMaps(), sign: .asInputs)
        case .flatten:
            return Signature(shape: try place.flattened(), sign: .asInputs)
        case .concatenation:
            return Signature(shape: try place.concatenated(), sign: .asInputs, keepsValues: true)
        case .channelSlice(let first, let count):
            return Signature(shape: try place.selected(first..<max(first, first + count)), sign: .asInputs)
        case .channelShuffle(let groups):
            return Signature(shape: try place.shuffled(groups: groups), sign: .asInputs)
        case .selection(let columns):
            return Signature(shape: try place.selected(columns), sign: .asInputs)
        case .sum(let scale):
            return Signature(shape: try place.joined(allowsGate: false), sign: scale >= 0 ? .asInputs : .any)
        case .product:
            return Signature(shape: try place.joined(allowsGate: true), sign: .asInputs)
        case .rounding(let rounding):
            try place.require(Double(rounding.step), in: Place.positive, "step", "a number above 0")
            return Signature(shape: try place.single(), sign: .asInputs)
        }
    }

    /// The operation's name in an error: the name of its case.
    package var label: String {
        String(String(describing: self).prefix { $0 != "(" })
    }
}

extension Activation {
    var sign: Signature.Sign {
        switch self {
        case .relu, .relu6, .sigmoid: .neverNegative
        case .linear: .asInputs
        case .elu, .gelu, .swish, .tanh: .any
        }
    }
}

/// A node under examination: what the checks of `signature` need.
private struct Place {
    let node: String
    let operation: Operation
    let inputs: [Shape]

    static let positive = Double.leastNonzeroMagnitude..<Double.infinity

    // MARK: Inputs

    func require(count: Int) throws(GraphError) {
        guard inputs.count != count else { return }
        throw .inputCount(node: node, operation: operation.label, found: inputs.count, expected: "\(count)")
    }

    func require(_ value: Double, in range: Range<Double>, _ name: String, _ expected: String) throws(GraphError) {
        guard !range.contains(value) else { return }
        throw .value(node: node, name: name, value: value, expected: expected)
    }

    func mismatch(_ expected: String) -> GraphError {
        .shapes(node: node, operation: operation.label, found: inputs, expected: expected)
    }

    func single() throws(GraphError) -> Shape {
        try require(count: 1)
        return inputs[0]
    }

    func singleVector() throws(GraphError) -> Shape {
        let shape = try single()
        guard case .vector = shape else { throw mismatch("a vector") }
        return shape
    }

    func singleMaps() throws(GraphError) -> Shape {
        let shape = try single()
        guard case .maps = shape else { throw mismatch("maps") }
        return shape
    }

    // MARK: Parameters

    func tensor(
        _ role: TensorRole, _ shape: [Int], _ kind: ParameterSpecification.Kind = .trained, above lowest: Float? = nil
    ) -> ParameterSpecification {
        ParameterSpecification(name: TensorName(layer: node, role: role), shape: shape, kind: kind, lowest: lowest)
    }

    /// One number for each channel of the first input.
    func vector(
        _ role: TensorRole, _ kind: ParameterSpecification.Kind = .trained, above lowest: Float? = nil
    ) -> ParameterSpecification {
        tensor(role, [inputs[0].channels], kind, above: lowest)
    }

    // MARK: Operations

    func normalisation() throws(GraphError) -> Signature {
        Signature(
            shape: try single(),
            parameters: [vector(.mean, .constant), vector(.variance, .constant, above: -.leastNonzeroMagnitude)])
    }

    func batchNormalisation(epsilon: Float, momentum: Float, hasScale: Bool) throws(GraphError) -> Signature {
        try require(Double(momentum), in: 0..<1.000_001, "momentum", "a number between 0 and 1")
        try require(Double(epsilon), in: Self.positive, "epsilon", "a number above 0")
        let shape = try single()
        let gamma = hasScale ? [vector(.gamma)] : []
        return Signature(
            shape: shape,
            parameters: gamma + [
                vector(.beta), vector(.movingMean, .statistic), vector(.movingVariance, .statistic, above: -epsilon),
            ])
    }

    func dense(units: Int, hasBias: Bool) throws(GraphError) -> Signature {
        try require(Double(units), in: 1..<Double.infinity, "number of units", "1 or more")
        let width = try singleVector().channels
        return Signature(
            shape: .vector(units),
            parameters: [tensor(.kernel, [width, units])] + (hasBias ? [tensor(.bias, [units])] : []),
            operationsAValue: 2 * width)
    }

    func convolution(_ convolution: Convolution) throws(GraphError) -> Signature {
        let (filters, groups) = (convolution.filters, convolution.groups)
        try require(Double(filters), in: 1..<Double.infinity, "number of filters", "1 or more")
        try require(Double(groups), in: 1..<Double.infinity, "number of groups", "1 or more")
        let channels = try singleMaps().channels
        guard channels.isMultiple(of: groups), filters.isMultiple(of: groups) else {
            throw mismatch("channels that \(groups) groups divide, as they do \(filters) filters")
        }
        let size = convolution.window.size
        let shape = [size.height, size.width, channels / groups, filters]
        // Keras keeps them apart by name.
        let role: TensorRole = groups > 1 && groups == channels ? .depthwiseKernel : .kernel
        let steps = convolution.hasSteps ? [tensor(.steps, [filters], .constant)] : []
        let bias = convolution.hasBias ? [tensor(.bias, [filters])] : []
        return Signature(
            shape: .maps(channels: filters, size: try result(of: convolution.window)),
            parameters: [tensor(role, shape)] + steps + bias,
            operationsAValue: 2 * size.area * (channels / groups))
    }

    func pooled(_ window: Window) throws(GraphError) -> Shape {
        .maps(channels: try singleMaps().channels, size: try result(of: window))
    }

    /// The size of the result of a window; nil while the size of the input is not known.
    private func result(of window: Window) throws(GraphError) -> Extent? {
        guard window.size.isAtLeast(1), window.stride.isAtLeast(1), window.dilation.isAtLeast(1) else {
            throw .value(node: node, name: "window or stride", value: 0, expected: "1 or more pixels")
        }
        guard let map = inputs[0].size else { return nil }
        guard let size = window.result(on: map) else { throw .window(node: node, size: window.span, map: map) }
        return size
    }

    func flattened() throws(GraphError) -> Shape {
        guard let count = try single().count else { throw mismatch("maps of a known size, such as those of a pooling") }
        return .vector(count)
    }

    func concatenated() throws(GraphError) -> Shape {
        guard let first = inputs.first else {
            throw .inputCount(node: node, operation: operation.label, found: 0, expected: "1 or more")
        }
        guard inputs.allSatisfy({ $0.hasSize(of: first) }) else { throw mismatch("maps of one size, or vectors") }
        let known = inputs.first { $0.size != nil } ?? first
        return first.with(channels: inputs.reduce(0) { $0 + $1.channels }).sized(like: known)
    }

    func selected(_ columns: some Collection<Int>) throws(GraphError) -> Shape {
        let shape = try single()
        guard !columns.isEmpty, columns.allSatisfy({ 0..<shape.channels ~= $0 }) else {
            throw mismatch("at least \((columns.max() ?? 0) + 1) channels")
        }
        return shape.with(channels: columns.count)
    }

    func shuffled(groups: Int) throws(GraphError) -> Shape {
        try require(Double(groups), in: 1..<Double.infinity, "number of groups", "1 or more")
        let shape = try single()
        guard shape.channels.isMultiple(of: groups) else { throw mismatch("channels that \(groups) groups divide") }
        return shape
    }

    /// The shape of two inputs combined value by value.
    ///
    /// - Parameter allowsGate: whether the second may have one value for each channel.
    /// - Throws: `GraphError` if there are not two inputs, or if their shapes do not fit.
    func joined(allowsGate: Bool) throws(GraphError) -> Shape {
        try require(count: 2)
        let (first, second) = (inputs[0], inputs[1])
        let isGate = allowsGate && second.size == Extent(1)
        guard first.channels == second.channels, isGate || first.hasSize(of: second) else {
            throw mismatch("two inputs of one shape" + (allowsGate ? ", or a second with one value for each channel" : ""))
        }
        return isGate ? first : first.sized(like: second)
    }
}
