import Graphs
import LinearAlgebra
import Matrices

/// What a plan is made of, built node by node.
struct PlanParts {
    /// One a node; nodes that change nothing, or are computed along with another, share that one's.
    private(set) var slots: [Slot] = []
    private(set) var inputs: [Slot] = []
    private(set) var kernels: [(kernel: any Kernel, result: Slot)] = []
    private(set) var dropouts: [DropoutKernel] = []
    /// Copies of the tensors that training changes.
    private(set) var tensors: [TensorName: FloatBuffer] = [:]
    private(set) var trained: [ParameterSpecification] = []

    private let model: Model
    private let settings: Plan.Settings
    private let readers: [[Int]]
    private let kept: Set<Int>
    private let scratch: FloatBuffer

    init(_ model: Model, _ settings: Plan.Settings) throws(PlanError) {
        self.model = model
        self.settings = settings
        readers = model.graph.readers
        kept = Set(model.graph.outputs.map(\.node))
        let widest = model.graph.nodes.reduce(0) { max($0, $1.shape.count ?? 0) }
        let isDifferentiated = settings.isTraining || settings.differentiatesInputs
        scratch = FloatBuffer(count: isDifferentiated ? settings.batchSize * widest : 1)
        for position in model.graph.nodes.indices { try add(position) }
    }

    private var graph: Graph { model.graph }

    private mutating func add(_ position: Int) throws(PlanError) {
        let node = graph.nodes[position]
        // Taken in by the dense layer before it.
        if let input = node.inputs.first, fusedActivation(after: input) == position { return slots.append(slots[input]) }
        guard let width = node.shape.count else { throw .unsupported(node: node.name, operation: node.operation.label) }
        let sources = node.inputs.map { slots[$0] }
        switch node.operation {
        case .input:
            inputs.append(Slot(inputOf: width, gradient: settings.differentiatesInputs ? rows(of: width) : nil, scratch: scratch))
            slots.append(inputs[inputs.count - 1])
        case .flatten, .activation(.linear): slots.append(sources[0])
        case .dropout(let rate): addDropout(node.name, sources[0], rate: rate)
        case .dense: addDense(position, sources[0], width)
        case .batchNormalisation(let epsilon, let momentum, let hasScale):
            try addBatchNormalisation(node, sources[0], width, epsilon: epsilon, momentum: momentum, hasScale: hasScale)
        case .normalisation:
            let scale = model.tensor(node.name, .variance).map { 1 / $0.squareRoot() }
            addAffine(sources[0], centre: model.tensor(node.name, .mean), scale: scale)
        case .shift:
            try requireFrozen(node)
            let ones = [Float](repeating: 1, count: node.channels), zeros = [Float](repeating: 0, count: node.channels)
            addAffine(sources[0], centre: zeros, scale: ones, shift: model.tensor(node.name, .bias))
        case .activation(let function): append(width, sources) { ActivationKernel(from: sources[0], to: $0, function) }
        case .parametricReLU:
            try requireFrozen(node)
            let slopes = model.tensor(node.name, .slope)
            append(width, sources) { FrozenParametricReLUKernel(from: sources[0], to: $0, slopes: slopes) }
        case .softmax: append(width, sources) { SoftmaxKernel(from: sources[0], to: $0) }
        case .concatenation: append(width, sources) { GatheringKernel(joining: sources, to: $0) }
        case .selection(let columns): addSelection(of: columns, sources[0], node)
        case .channelSlice(let first, let count): addSelection(of: Array(first..<first + count), sources[0], node)
        case .channelShuffle(let groups):
            let share = node.channels / groups
            addSelection(of: (0..<node.channels).map { $0 % groups * share + $0 / groups }, sources[0], node)
        case .sum(let scale): append(width, sources) { SumKernel(sources[0], sources[1], to: $0, scale: scale) }
        case .product: append(width, sources) { ProductKernel(sources[0], sources[1], to: $0) }
        case .rounding(let rounding): append(width, sources) { RoundingKernel(from: sources[0], to: $0, rounding) }
        case .convolution(let convolution):
            try requireFrozen(node)
            let (map, model) = (try map(of: node), model)
            append(width, sources) { FrozenConvolutionKernel(from: sources[0], to: $0, model, of: node, convolution, on: map) }
        case .maximumPooling(let window): try addPooling(node, sources[0], width, window, isMaximum: true, countsBorder: false)
        case .averagePooling(let window, let countsBorder):
            try addPooling(node, sources[0], width, window, isMaximum: false, countsBorder: countsBorder)
        case .adaptiveAveragePooling(let grid):
            let map = try map(of: node)
            append(width, sources) { GridMeanKernel(from: sources[0], to: $0, on: map, grid: grid) }
        case .globalAveragePooling:
            let map = try map(of: node)
            append(width, sources) { GridMeanKernel(from: sources[0], to: $0, on: map, grid: Extent(1)) }
        case .localResponseNormalisation(let size, let alpha, let beta, let bias):
            let (map, count) = (try map(of: node), settings.batchSize)
            append(width, sources) {
                LocalResponseKernel(
                    from: sources[0], to: $0, on: map, size: size, alpha: alpha, beta: beta, bias: bias, batchSize: count)
            }
        }
    }

    /// Throws `PlanError` in training: the operation's parameters cannot be trained.
    private func requireFrozen(_ node: Graph.Node) throws(PlanError) {
        guard !settings.isTraining else { throw .unsupported(node: node.name, operation: node.operation.label) }
    }

    /// The maps that a node takes.
    ///
    /// - Throws: `PlanError` for a vector.
    private func map(of node: Graph.Node) throws(PlanError) -> MapShape {
        guard let map = node.inputs.first.flatMap({ MapShape(graph.nodes[$0].shape) }) else {
            throw .unsupported(node: node.name, operation: node.operation.label)
        }
        return map
    }

    private mutating func addPooling(
        _ node: Graph.Node, _ source: Slot, _ width: Int, _ window: Window, isMaximum: Bool, countsBorder: Bool
    ) throws(PlanError) {
        let (map, count) = (try map(of: node), settings.batchSize)
        append(width, [source]) {
            PoolingKernel(
                from: source, to: $0, window, on: map, result: node.shape.size ?? map.size, isMaximum: isMaximum,
                countsBorder: countsBorder, batchSize: count)
        }
    }

    private mutating func addDropout(_ name: String, _ source: Slot, rate: Double) {
        guard settings.isTraining else { return slots.append(source) }
        let result = appendSlot(source.width, [source])
        let kernel = DropoutKernel(
            name, from: source, to: result, rate: rate, batchSize: settings.batchSize, workers: settings.workers)
        dropouts.append(kernel)
        append(kernel, result)
    }

    /// Adds the kernel that `make` makes for the node's slot.
    private mutating func append(_ width: Int, _ sources: [Slot], _ make: (Slot) -> any Kernel) {
        let result = appendSlot(width, sources)
        append(make(result), result)
    }

    private func rows(of width: Int) -> FloatBuffer { FloatBuffer(count: settings.batchSize * width) }

    /// A slot of its own for a node; its gradient is kept where there is something behind it that it reaches.
    private mutating func appendSlot(_ width: Int, _ sources: [Slot], hasTrained: Bool = false) -> Slot {
        let wantsGradient = hasTrained || sources.contains(where: \.wantsGradient)
        let slot = Slot(
            width: width, output: rows(of: width), gradient: wantsGradient ? rows(of: width) : nil, scratch: scratch)
        slots.append(slot)
        return slot
    }

    private mutating func append(_ kernel: any Kernel, _ result: Slot) {
        kernels.append((kernel, result))
    }

    /// The position of the activation that alone reads the dense layer at `position`; nil if there is no such pair.
    private func fusedActivation(after position: Int) -> Int? {
        guard case .dense = graph.nodes[position].operation, !kept.contains(position), readers[position].count == 1,
            case .activation = graph.nodes[readers[position][0]].operation
        else { return nil }
        return readers[position][0]
    }

    private mutating func addDense(_ position: Int, _ source: Slot, _ width: Int) {
        let node = graph.nodes[position]
        var function = Activation.linear
        if let follower = fusedActivation(after: position), case .activation(let known) = graph.nodes[follower].operation {
            function = known
        }
        let result = appendSlot(width, [source], hasTrained: settings.isTraining)
        guard settings.isTraining else {
            let kernel = FrozenDenseKernel(
                from: source, to: result, model.parameters, of: node, activation: function, batchSize: settings.batchSize)
            return append(kernel, result)
        }
        let range = TensorRange(first: trained.count)
        let buffers = node.parameters.map { train($0) }
        append(
            DenseKernel(
                from: source, to: result, kernel: buffers[0], bias: buffers.count > 1 ? buffers[1] : nil, activation: function,
                tensors: range, batchSize: settings.batchSize, precision: settings.precision, workers: settings.workers),
            result)
    }

    private mutating func addBatchNormalisation(
        _ node: Graph.Node, _ source: Slot, _ width: Int, epsilon: Float, momentum: Float, hasScale: Bool
    ) throws(PlanError) {
        guard settings.isTraining else {
            let gamma = model.gamma(of: node)
            let scale = zip(gamma, model.tensor(node.name, .movingVariance)).map { $0 / ($1 + epsilon).squareRoot() }
            return addAffine(
                source, centre: model.tensor(node.name, .movingMean), scale: scale, shift: model.tensor(node.name, .beta))
        }
        if case .maps = node.shape { try requireFrozen(node) }
        let result = appendSlot(width, [source], hasTrained: true)
        let range = TensorRange(first: trained.count)
        let buffers = Dictionary(uniqueKeysWithValues: node.parameters.map { ($0.name.role, train($0)) })
        guard let beta = buffers[.beta], let mean = buffers[.movingMean], let variance = buffers[.movingVariance] else {
            preconditionFailure("batch normalisation has a beta and moving statistics")
        }
        append(
            BatchNormalisationKernel(
                from: source, to: result, gamma: buffers[.gamma], beta: beta, movingMean: mean, movingVariance: variance,
                momentum: momentum, epsilon: epsilon, tensors: range, batchSize: settings.batchSize,
                workers: settings.workers), result)
    }

    /// A copy of a tensor that training changes.
    private mutating func train(_ specification: ParameterSpecification) -> FloatBuffer {
        let buffer = FloatBuffer(model.tensor(specification.name.layer, specification.name.role))
        tensors[specification.name] = buffer
        if specification.kind == .trained { trained.append(specification) }
        return buffer
    }

    private mutating func addAffine(_ source: Slot, centre: [Float], scale: [Float], shift: [Float]? = nil) {
        let shift = shift ?? [Float](repeating: 0, count: scale.count)
        append(source.width, [source]) { result -> any Kernel in
            if scale.count == source.width {
                return AffineKernel(from: source, to: result, centre: centre, scale: scale, shift: shift)
            }
            return ChannelAffineKernel(from: source, to: result, centre: centre, scale: scale, shift: shift)
        }
    }

    private mutating func addSelection(of channels: [Int], _ source: Slot, _ node: Graph.Node) {
        let area = node.shape.size?.area ?? 1
        append(channels.count * area, [source]) {
            GatheringKernel(selecting: channels, area: area, of: source, to: $0)
        }
    }
}
