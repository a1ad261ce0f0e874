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
        let map = node.inputs.first.flatMap { MapShape(graph.nodes[$0].shape) }
        switch node.operation {
        case .input:
            slots.append(Slot(inputOf: width, gradient: settings.differentiatesInputs ? rows(of: width) : nil, scratch: scratch))
            inputs.append(slots[position])
        case .flatten, .activation(.linear):
            slots.append(sources[0])
        case .dropout where !settings.isTraining:
            slots.append(sources[0])
        case .dropout(let rate):
            let result = appendSlot(width, sources)
            let kernel = DropoutKernel(
                node.name, from: sources[0], to: result, rate: rate, batchSize: settings.batchSize, workers: settings.workers)
            dropouts.append(kernel)
            append(kernel, result)
        case .dense: addDense(position, sources[0], width)
        case .batchNormalisation(let epsilon, let momentum, let hasScale) where !settings.isTraining || map == nil:
            addBatchNormalisation(node, sources[0], width, epsilon: epsilon, momentum: momentum, hasScale: hasScale)
        case .normalisation:
            let scale = model.tensor(node.name, .variance).map { 1 / $0.squareRoot() }
            addAffine(sources[0], centre: model.tensor(node.name, .mean), scale: scale)
        case .shift where !settings.isTraining:
            let ones = [Float](repeating: 1, count: node.channels), zeros = [Float](repeating: 0, count: node.channels)
            addAffine(sources[0], centre: zeros, scale: ones, shift: model.tensor(node.name, .bias))
        case .activation(let function):
            let result = appendSlot(width, sources)
            append(ActivationKernel(from: sources[0], to: result, function), result)
        case .softmax:
            let result = appendSlot(width, sources)
            append(SoftmaxKernel(from: sources[0], to: result), result)
        case .concatenation:
            let result = appendSlot(width, sources)
            append(GatheringKernel(joining: sources, to: result), result)
        case .selection(let columns): addSelection(of: columns, sources[0], node)
        case .channelSlice(let first, let count): addSelection(of: Array(first..<first + count), sources[0], node)
        case .channelShuffle(let groups):
            let share = node.channels / groups
            addSelection(of: (0..<node.channels).map { $0 % groups * share + $0 / groups }, sources[0], node)
        case .sum(let scale):
            let result = appendSlot(width, sources)
            append(SumKernel(sources[0], sources[1], to: result, scale: scale), result)
        case .product:
            let result = appendSlot(width, sources)
            append(ProductKernel(sources[0], sources[1], to: result), result)
        case .rounding(let rounding):
            let result = appendSlot(width, sources)
            append(RoundingKernel(from: sources[0], to: result, rounding), result)
        case .parametricReLU where !settings.isTraining:
            let result = appendSlot(width, sources)
            let slopes = model.tensor(node.name, .slope)
            append(FrozenParametricReLUKernel(from: sources[0], to: result, slopes: slopes), result)
        case .convolution, .maximumPooling, .averagePooling, .adaptiveAveragePooling, .globalAveragePooling,
            .localResponseNormalisation:
            guard let map, try addMapKernel(node, sources[0], width, map) else { fallthrough }
        case .shift, .parametricReLU, .batchNormalisation:
            throw .unsupported(node: node.name, operation: node.operation.label)
        }
    }

    /// Adds the kernel of an operation on maps; false if there is none.
    private mutating func addMapKernel(
        _ node: Graph.Node, _ source: Slot, _ width: Int, _ map: MapShape
    ) throws(PlanError) -> Bool {
        func pooling(_ window: Window, isMaximum: Bool, countsBorder: Bool = false, _ result: Slot) -> PoolingKernel {
            PoolingKernel(
                from: source, to: result, window, on: map, result: node.shape.size ?? map.size, isMaximum: isMaximum,
                countsBorder: countsBorder, batchSize: settings.batchSize)
        }
        if case .convolution = node.operation, settings.isTraining { return false }
        let result = appendSlot(width, [source])
        switch node.operation {
        case .convolution(let convolution):
            append(FrozenConvolutionKernel(from: source, to: result, model, of: node, convolution, on: map), result)
        case .maximumPooling(let window): append(pooling(window, isMaximum: true, result), result)
        case .averagePooling(let window, let countsBorder):
            append(pooling(window, isMaximum: false, countsBorder: countsBorder, result), result)
        case .adaptiveAveragePooling(let grid):
            append(GridMeanKernel(from: source, to: result, on: map, grid: grid), result)
        case .globalAveragePooling:
            append(GridMeanKernel(from: source, to: result, on: map, grid: Extent(1)), result)
        case .localResponseNormalisation(let size, let alpha, let beta, let bias):
            append(
                LocalResponseKernel(
                    from: source, to: result, on: map, size: size, alpha: alpha, beta: beta, bias: bias,
                    batchSize: settings.batchSize), result)
        default: return false
        }
        return true
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
    ) {
        guard settings.isTraining else {
            let gamma = hasScale ? model.tensor(node.name, .gamma) : [Float](repeating: 1, count: node.channels)
            let scale = zip(gamma, model.tensor(node.name, .movingVariance)).map { $0 / ($1 + epsilon).squareRoot() }
            return addAffine(
                source, centre: model.tensor(node.name, .movingMean), scale: scale, shift: model.tensor(node.name, .beta))
        }
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
        let result = appendSlot(source.width, [source])
        let shift = shift ?? [Float](repeating: 0, count: scale.count)
        if scale.count == source.width {
            append(AffineKernel(from: source, to: result, centre: centre, scale: scale, shift: shift), result)
        } else {
            append(ChannelAffineKernel(from: source, to: result, centre: centre, scale: scale, shift: shift), result)
        }
    }

    private mutating func addSelection(of channels: [Int], _ source: Slot, _ node: Graph.Node) {
        let area = node.shape.size?.area ?? 1
        let result = appendSlot(channels.count * area, [source])
        append(GatheringKernel(selecting: channels, area: area, of: source, to: result), result)
    }
}
