import COneDNN
import Concurrency
import Graphs
import LinearAlgebra
import Matrices

/// A kernel of a plan with what it reads and gives.
struct PlannedKernel {
    let kernel: any Kernel
    let result: any GradientHolder
    let sources: [any GradientHolder]
    /// The name of the node for which it was made.
    let node: String
}

/// What a plan is made of, built node by node.
///
/// A node's values lie in a plain slot, row by row, or in a slot of maps, whichever its kernel gives; whoever reads it in the
/// other form gets it converted, once for all readers. Channels that a node only passes on are moved when a kernel reads them.
final class PlanParts {
    private(set) var inputs: [Slot] = []
    private(set) var kernels: [PlannedKernel] = []
    private(set) var dropouts: [DropoutKernel] = []
    /// Tensors that kernels read and training changes.
    private(set) var tensors: [TensorName: FloatBuffer] = [:]
    private(set) var trained: [ParameterSpecification] = []
    /// The plain slots of outputs, by position.
    private(set) var outputs: [Int: Slot] = [:]
    /// The nodes that are shown to an observer, by their slots.
    private(set) var observed: [ObjectIdentifier: [Int]] = [:]
    /// For the position of a kernel, those whose maps are computed once more before its way back.
    var restorations: [Int: [Int]] = [:]
    /// Set if the first input takes bytes.
    var bytes: BytesKernel?

    let model: Model
    let settings: Plan.Settings
    let mode: PlanMode
    let team: WorkTeam
    let order: MapOrder
    let readers: [[Int]]
    private let kept: Set<Int>
    private let scratch = SharedScratch()
    private var plainSlots: [Slot?]
    var mapSlots: [MapSlot?]
    var planarSlots: [Int: MapSlot] = [:]
    var origins: [[ChannelOrigin]?]
    var shared: MapConvolutionKernel.Shared?
    /// For each activation that is computed along with the node before it, that node.
    private var fused: [Int: Int] = [:]
    /// The name of the node that is added.
    private var current = ""

    init(_ model: Model, _ settings: Plan.Settings) throws(PlanError) {
        self.model = model
        self.settings = settings
        mode = PlanMode(isTraining: settings.isTraining, movesUnbiasedVariance: settings.movesUnbiasedVariance)
        let graph = model.graph
        readers = graph.readers
        kept = Set(graph.outputs.map(\.node))
        let hasMaps = graph.nodes.contains { if case .maps = $0.shape { true } else { false } }
        team = hasMaps ? .openMP(settings.workers) : .dispatch(settings.workers)
        order = settings.order ?? MapOrder(for: graph, differentiatesInputs: settings.differentiatesInputs)
        plainSlots = Array(repeating: nil, count: graph.nodes.count)
        mapSlots = Array(repeating: nil, count: graph.nodes.count)
        origins = Array(repeating: nil, count: graph.nodes.count)
        for position in graph.nodes.indices {
            try add(position)
            if settings.observed.contains(position) { try observe(position) }
        }
        for position in kept.sorted() { outputs[position] = try plain(position) }
    }

    var graph: Graph { model.graph }

    /// Whether training changes the tensors of a node.
    func isTrained(_ node: Graph.Node) -> Bool { settings.isTraining && !settings.frozen.contains(node.name) }

    private func add(_ position: Int) throws(PlanError) {
        let node = graph.nodes[position]
        current = node.name
        if let before = fused[position] {
            (plainSlots[position], mapSlots[position]) = (plainSlots[before], mapSlots[before])
            return
        }
        guard node.shape.count != nil else { throw .unsupported(node: node.name, operation: node.operation.label) }
        if case .maps = node.shape, try addMaps(position) { return }
        try addPlain(position)
    }

    /// Sets the threads of oneDNN for what follows, and returns how many there were; nil if none of it is used.
    func limitThreads() -> Int32? { shared == nil ? nil : kalon_team_limit(Int32(team.count)) }

    func restoreThreads(_ before: Int32?) {
        if let before { _ = kalon_team_limit(before) }
    }

    /// Makes sure that all that is read of a node, and comes back to it, passes one slot.
    private func observe(_ position: Int) throws(PlanError) {
        if let plain = plainSlots[position], mapSlots[position] == nil, origins[position] == nil {
            observed[ObjectIdentifier(plain), default: []].append(position)
            return
        }
        let slot = try maps(position)
        origins[position] = nil
        observed[ObjectIdentifier(slot), default: []].append(position)
    }

    // MARK: Slots

    /// The node's values row by row.
    func plain(_ position: Int) throws(PlanError) -> Slot {
        if let known = plainSlots[position] { return known }
        let maps = try maps(position)
        let slot = slot(graph.nodes[position], wantsGradient: maps.wantsGradient)
        plainSlots[position] = slot
        append(UnpackingKernel(from: maps, to: slot, team: team), slot)
        return slot
    }

    /// A plain slot for a node, that nothing refers to yet.
    private func slot(_ node: Graph.Node, wantsGradient: Bool) -> Slot {
        let width = node.shape.count ?? 0
        return Slot(width: width, output: rows(of: width), gradient: wantsGradient ? rows(of: width) : nil, scratch: scratch)
    }

    private func rows(of width: Int) -> FloatBuffer { FloatBuffer(count: settings.batchSize * width) }

    /// - Parameter sources: The vectors that the kernel reads; it names maps itself.
    func append(_ kernel: any Kernel, _ result: any GradientHolder, sources: [Slot] = []) {
        for source in kernel.mapSources where source.wantsGradient { source.shares += 1 }
        kernels.append(PlannedKernel(kernel: kernel, result: result, sources: sources + kernel.mapSources, node: current))
    }

    // MARK: Plain nodes

    private func addPlain(_ position: Int) throws(PlanError) {
        let node = graph.nodes[position]
        var sources: [Slot] = []
        for input in node.inputs { sources.append(try plain(input)) }
        switch node.operation {
        case .input:
            let width = node.shape.count ?? 0
            inputs.append(Slot(inputOf: width, gradient: settings.differentiatesInputs ? rows(of: width) : nil, scratch: scratch))
            plainSlots[position] = inputs[inputs.count - 1]
        case .flatten, .activation(.linear): plainSlots[position] = sources[0]
        case .dropout(let rate): addDropout(position, sources[0], rate: rate)
        case .dense: addDense(position, sources[0])
        case .batchNormalisation(let epsilon, let momentum, _):
            addBatchNormalisation(position, sources[0], epsilon: epsilon, momentum: momentum)
        case .normalisation:
            let scale = model.tensor(node.name, .variance).map { 1 / $0.squareRoot() }
            addAffine(position, sources[0], centre: model.tensor(node.name, .mean), scale: scale)
        case .shift:
            guard !isTrained(node) else { throw .unsupported(node: node.name, operation: node.operation.label) }
            let ones = [Float](repeating: 1, count: node.channels), zeros = [Float](repeating: 0, count: node.channels)
            addAffine(position, sources[0], centre: zeros, scale: ones, shift: model.tensor(node.name, .bias))
        case .activation(let function): add(position, sources) { ActivationKernel(from: sources[0], to: $0, function) }
        case .parametricReLU: addParametricReLU(position, sources[0])
        case .softmax: add(position, sources) { SoftmaxKernel(from: sources[0], to: $0) }
        case .concatenation: add(position, sources) { GatheringKernel(joining: sources, to: $0) }
        case .selection, .channelSlice, .channelShuffle:
            let (channels, area) = (node.operation.passedChannels(of: node) ?? [], node.shape.size?.area ?? 1)
            add(position, sources) { GatheringKernel(selecting: channels, area: area, of: sources[0], to: $0) }
        case .sum(let scale): add(position, sources) { SumKernel(sources[0], sources[1], to: $0, scale: scale) }
        case .product: add(position, sources) { ProductKernel(sources[0], sources[1], to: $0) }
        case .rounding(let rounding): add(position, sources) { RoundingKernel(from: sources[0], to: $0, rounding) }
        case .adaptiveAveragePooling(let grid):
            let map = try map(of: node)
            add(position, sources) { GridMeanKernel(from: sources[0], to: $0, on: map, grid: grid) }
        case .localResponseNormalisation(let size, let alpha, let beta, let bias):
            let (map, count) = (try map(of: node), settings.batchSize)
            add(position, sources) {
                LocalResponseKernel(
                    from: sources[0], to: $0, on: map, size: size, alpha: alpha, beta: beta, bias: bias, batchSize: count)
            }
        case .convolution, .maximumPooling, .averagePooling, .globalAveragePooling:
            throw .unsupported(node: node.name, operation: node.operation.label)
        }
    }

    /// The maps that a node takes.
    ///
    /// - Throws: `PlanError` for a vector.
    func map(of node: Graph.Node) throws(PlanError) -> MapShape {
        guard let map = node.inputs.first.flatMap({ MapShape(graph.nodes[$0].shape) }) else {
            throw .unsupported(node: node.name, operation: node.operation.label)
        }
        return map
    }

    /// Gives the node a plain slot, whose gradient is kept where there is something behind it that it reaches, and the kernel
    /// that `make` makes.
    private func add(
        _ position: Int, _ sources: [Slot], hasTrained: Bool = false, _ make: (Slot) -> any Kernel
    ) {
        let wantsGradient = hasTrained || sources.contains(where: \.wantsGradient)
        let result = slot(graph.nodes[position], wantsGradient: wantsGradient)
        plainSlots[position] = result
        append(make(result), result, sources: sources)
    }

    private func addDropout(_ position: Int, _ source: Slot, rate: Double) {
        guard settings.isTraining else {
            plainSlots[position] = source
            return
        }
        add(position, [source]) { result in
            let kernel = DropoutKernel(
                graph.nodes[position].name, from: source, to: result, rate: rate, mode: mode, batchSize: settings.batchSize,
                team: team)
            dropouts.append(kernel)
            return kernel
        }
    }

    /// The activation that alone reads the node at `position`, if it is one of these, which is then computed with it.
    func fuseActivation(after position: Int, _ isKnown: (Activation) -> Bool) -> Activation? {
        guard !kept.contains(position), !settings.observed.contains(position), readers[position].count == 1,
            case .activation(let function) = graph.nodes[readers[position][0]].operation, isKnown(function),
            settings.relevance == nil || function == .relu
        else { return nil }
        fused[readers[position][0]] = position
        return function
    }

    private func addDense(_ position: Int, _ source: Slot) {
        let node = graph.nodes[position]
        let function = fuseActivation(after: position) { _ in true } ?? .linear
        guard isTrained(node) else {
            return add(position, [source]) { result in
                FrozenDenseKernel(
                    from: source, to: result, model.parameters, of: node, activation: function, batchSize: settings.batchSize,
                    rule: rule(of: node))
            }
        }
        let (range, buffers) = train(node)
        add(position, [source], hasTrained: true) { result in
            DenseKernel(
                from: source, to: result, kernel: buffers[0], bias: buffers.count > 1 ? buffers[1] : nil, activation: function,
                tensors: range, batchSize: settings.batchSize, precision: settings.precision, team: team)
        }
    }

    /// How relevance goes back through a layer with weights.
    func rule(of node: Graph.Node) -> LayerRule { settings.relevance?.rule(of: node.name) ?? .epsilon(0) }

    private func addBatchNormalisation(_ position: Int, _ source: Slot, epsilon: Float, momentum: Float) {
        let node = graph.nodes[position]
        guard isTrained(node) else {
            let gamma = model.gamma(of: node)
            let scale = zip(gamma, model.tensor(node.name, .movingVariance)).map { $0 / ($1 + epsilon).squareRoot() }
            return addAffine(
                position, source, centre: model.tensor(node.name, .movingMean), scale: scale,
                shift: model.tensor(node.name, .beta))
        }
        let (range, buffers) = train(node)
        let roles = Dictionary(uniqueKeysWithValues: zip(node.parameters.map(\.name.role), buffers))
        guard let beta = roles[.beta], let mean = roles[.movingMean], let variance = roles[.movingVariance] else {
            preconditionFailure("batch normalisation has a beta and moving statistics")
        }
        add(position, [source], hasTrained: true) { result in
            BatchNormalisationKernel(
                from: source, to: result, gamma: roles[.gamma], beta: beta, movingMean: mean, movingVariance: variance,
                momentum: momentum, epsilon: epsilon, tensors: range,
                usesBatch: !settings.fixedStatistics.contains(node.name), mode: mode, batchSize: settings.batchSize, team: team)
        }
    }

    private func addParametricReLU(_ position: Int, _ source: Slot) {
        let node = graph.nodes[position]
        let isTrained = isTrained(node)
        let (range, buffers) = isTrained ? train(node) : (TensorRange(first: 0), [fixed(node, .slope)])
        add(position, [source], hasTrained: isTrained) {
            ParametricReLUKernel(from: source, to: $0, slopes: buffers[0], tensors: isTrained ? range : nil)
        }
    }

    /// Copies of a node's tensors, which training changes, and their numbers.
    func train(_ node: Graph.Node) -> (TensorRange, [FloatBuffer]) {
        let range = TensorRange(first: trained.count)
        let buffers = node.parameters.map { specification in
            let buffer = fixed(node, specification.name.role)
            tensors[specification.name] = buffer
            if specification.kind == .trained { trained.append(specification) }
            return buffer
        }
        return (range, buffers)
    }

    /// A copy of a tensor.
    func fixed(_ node: Graph.Node, _ role: TensorRole) -> FloatBuffer { FloatBuffer(model.tensor(node.name, role)) }

    private func addAffine(
        _ position: Int, _ source: Slot, centre: [Float], scale: [Float], shift: [Float]? = nil
    ) {
        let shift = shift ?? [Float](repeating: 0, count: scale.count)
        add(position, [source]) { AffineKernel(from: source, to: $0, centre: centre, scale: scale, shift: shift) }
    }
}

extension Operation {
    /// The channels of the input that an operation passes on, in order, if that is all it does to a single input.
    func passedChannels(of node: Graph.Node) -> [Int]? {
        switch self {
        case .selection(let columns): return columns
        case .channelSlice(let first, let count): return Array(first..<first + count)
        case .channelShuffle(let groups):
            let share = node.channels / groups
            return (0..<node.channels).map { $0 % groups * share + $0 / groups }
        default: return nil
        }
    }
}
