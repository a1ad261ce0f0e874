import Graphs
import LinearAlgebra
import Matrices

extension MapOrder {
    /// The order that suits a graph: blocks, where they fill up; else channels last.
    ///
    /// Blocks save a tenth of the time where every number of channels is a multiple of 16 (MobileNetV1), and cost more than that
    /// where many are not (ShuffleNetV2, whose halves have 58). Where gradients go back to the pixels, channels stay last: with
    /// blocks the pixels lie channel by channel, for which oneDNN has plain loops alone on the way back, 25 times as slow as all
    /// the rest.
    init(for graph: Graph, differentiatesInputs: Bool) {
        let fits = graph.nodes.allSatisfy { node in
            switch node.operation {
            case .convolution(let convolution): convolution.filters.isMultiple(of: 16)
            case .concatenation, .channelSlice, .channelShuffle, .selection:
                if case .maps(let channels, _) = node.shape { channels.isMultiple(of: 16) } else { true }
            default: true
            }
        }
        self = fits && !differentiatesInputs ? .blocked : .channelsLast
    }
}

extension PlanParts {
    /// Channels a block, where maps are blocked.
    private static let block = 16
    /// Maps of fewer channels enter a convolution channel by channel.
    private static let fewChannels = 8

    private var element: MapElement { settings.precision == .bfloat16 ? .bfloat16 : .float32 }

    /// Adds a node of maps that has a kernel of its own for maps; false if it has not, or takes other forms of values.
    func addMaps(_ position: Int) throws(PlanError) -> Bool {
        let node = graph.nodes[position]
        switch node.operation {
        case .input: return try addInput(position)
        case .convolution(let convolution): try addConvolution(position, convolution)
        case .batchNormalisation(let epsilon, let momentum, _):
            try addNormalisation(position, tensors(of: node, epsilon: epsilon, momentum: momentum))
        case .normalisation: try addNormalisation(position, fixedTensors(of: node))
        case .shift where isTrained(node):
            let (range, buffers) = train(node)
            try addNormalisation(position, plainTensors(beta: buffers[0], numbers: range))
        case .shift: try addNormalisation(position, plainTensors(beta: fixed(node, .bias), numbers: nil))
        case .activation(let function):
            guard let loop = function.loop, function != .linear else { return false }
            try addUnary(position) { MapActivationKernel(from: $0, to: $1, function: loop, team: team) }
        case .sum(let scale): try addSum(position, scale: scale)
        case .product:
            let (first, second) = (try maps(node.inputs[0]), try maps(node.inputs[1]))
            let result = appendMaps(position, [first, second])
            append(MapProductKernel(first, second, to: result, team: team), result)
        case .maximumPooling(let window): return try addPooling(position, window, isMaximum: true, countsBorder: false)
        case .averagePooling(let window, let countsBorder):
            return try addPooling(position, window, isMaximum: false, countsBorder: countsBorder)
        case .globalAveragePooling: try addUnary(position) { MapMeanKernel(from: $0, to: $1, team: team) }
        case .concatenation:
            var joined: [ChannelOrigin] = []
            for input in node.inputs { joined += try channelOrigins(input) }
            origins[position] = joined
        case .channelSlice, .channelShuffle, .selection:
            let channels = try channelOrigins(node.inputs[0])
            origins[position] = node.operation.passedChannels(of: node)?.map { channels[$0] }
        case .dense, .parametricReLU, .softmax, .dropout, .adaptiveAveragePooling, .localResponseNormalisation, .flatten,
            .rounding:
            return false
        }
        return true
    }

    // MARK: Slots

    /// The node's values as maps.
    func maps(_ position: Int) throws(PlanError) -> MapSlot {
        if let known = mapSlots[position] { return known }
        let slot: MapSlot
        if let channels = origins[position] {
            slot = try makeMaps(position, wantsGradient: channels.contains { $0.slot.wantsGradient })
            append(MapGatheringKernel(channels, to: slot, team: team), slot)
        } else {
            slot = try packed(position, block: nil)
        }
        mapSlots[position] = slot
        return slot
    }

    /// A plain node's values, packed.
    private func packed(_ position: Int, block: Int?) throws(PlanError) -> MapSlot {
        let source = try plain(position)
        let slot = try makeMaps(position, block: block, wantsGradient: source.wantsGradient)
        append(PackingKernel(from: source, to: slot, team: team), slot, sources: [source])
        return slot
    }

    /// What a convolution reads: of few channels, maps channel by channel, where others are blocked.
    private func convolutionSource(_ position: Int) throws(PlanError) -> MapSlot {
        guard order == .blocked, graph.nodes[position].channels < Self.fewChannels else { return try maps(position) }
        if let known = planarSlots[position] { return known }
        let slot = try packed(position, block: 1)
        planarSlots[position] = slot
        return slot
    }

    private func makeMaps(_ position: Int, block: Int? = nil, wantsGradient: Bool) throws(PlanError) -> MapSlot {
        let node = graph.nodes[position]
        guard let map = MapShape(node.shape) else { throw .unsupported(node: node.name, operation: node.operation.label) }
        return MapSlot(
            MapLayout(map, block: block ?? (order == .blocked ? Self.block : map.channels)), element: element,
            batchSize: settings.batchSize, wantsGradient: wantsGradient)
    }

    /// A slot of maps for a node whose size is known.
    private func appendMaps(_ position: Int, _ sources: [MapSlot], hasTrained: Bool = false) -> MapSlot {
        let wantsGradient = hasTrained || sources.contains(where: \.wantsGradient)
        guard let slot = try? makeMaps(position, wantsGradient: wantsGradient) else {
            preconditionFailure("the maps of a node that reads maps of a known size have a size")
        }
        mapSlots[position] = slot
        return slot
    }

    /// Where the channels of a node come from.
    private func channelOrigins(_ position: Int) throws(PlanError) -> [ChannelOrigin] {
        if let known = origins[position] { return known }
        let slot = try maps(position)
        return (0..<slot.layout.channels).map { ChannelOrigin(slot: slot, channel: $0) }
    }

    // MARK: Nodes

    private func addInput(_ position: Int) throws(PlanError) -> Bool {
        guard let rule = settings.bytes else { return false }
        let node = graph.nodes[position]
        guard bytes == nil, node.channels == 3 else { throw .unsupported(node: node.name, operation: node.operation.label) }
        let slot = try makeMaps(position, block: order == .blocked ? 1 : 3, wantsGradient: false)
        let kernel = BytesKernel(to: slot, rule, team: team)
        append(kernel, slot)
        bytes = kernel
        mapSlots[position] = slot
        planarSlots[position] = slot
        return true
    }

    private func addUnary(_ position: Int, _ make: (MapSlot, MapSlot) -> any Kernel) throws(PlanError) {
        let source = try maps(graph.nodes[position].inputs[0])
        let result = appendMaps(position, [source])
        append(make(source, result), result)
    }

    private func addConvolution(_ position: Int, _ convolution: Convolution) throws(PlanError) {
        let node = graph.nodes[position]
        let source = try convolutionSource(node.inputs[0])
        let clamp = fuseActivation(after: position) { $0 == .relu || $0 == .relu6 } ?? .linear
        let isTrained = isTrained(node) && !convolution.hasSteps
        var range: TensorRange?
        let (kernel, bias): (FloatBuffer, FloatBuffer?)
        if isTrained {
            let (first, buffers) = train(node)
            range = first
            (kernel, bias) = (buffers[0], buffers.count > 1 ? buffers[1] : nil)
        } else {
            (kernel, bias) = (fixed(node, node.parameters[0].name.role), convolution.hasBias ? fixed(node, .bias) : nil)
            if convolution.hasSteps {
                let steps = model.tensor(node.name, .steps)
                for index in 0..<kernel.count { kernel.pointer[index] *= steps[index % steps.count] }
            }
        }
        let result = appendMaps(position, [source], hasTrained: isTrained)
        let shared = try sharedByConvolutions()
        append(
            MapConvolutionKernel(
                node.name, from: source, to: result, convolution, kernel: kernel, bias: bias, clamp: clamp, tensors: range,
                batchSize: settings.batchSize, shared: shared, rule: rule(of: node),
                isSigned: !graph.isNonNegative(node.inputs[0], inputIs: false)), result)
    }

    private func sharedByConvolutions() throws(PlanError) -> MapConvolutionKernel.Shared {
        if let shared { return shared }
        let made = try MapConvolutionKernel.Shared(team: team, names: settings.implementations)
        shared = made
        return made
    }

    private func addSum(_ position: Int, scale: Float) throws(PlanError) {
        let node = graph.nodes[position]
        let (first, second) = (try maps(node.inputs[0]), try maps(node.inputs[1]))
        let clamp = fuseActivation(after: position) { $0 == .relu || $0 == .relu6 } ?? .linear
        let result = appendMaps(position, [first, second])
        append(MapSumKernel(first, second, to: result, scale: scale, clamp: clamp, team: team), result)
    }

    private func addPooling(
        _ position: Int, _ window: Window, isMaximum: Bool, countsBorder: Bool
    ) throws(PlanError) -> Bool {
        let node = graph.nodes[position]
        guard !isMaximum || window.size.area <= MapPoolingKernel.largestWindow else {
            throw .unsupported(node: node.name, operation: node.operation.label)
        }
        try addUnary(position) {
            MapPoolingKernel(
                from: $0, to: $1, window, isMaximum: isMaximum, countsBorder: countsBorder, batchSize: settings.batchSize,
                team: team)
        }
        return true
    }

    // MARK: Normalisations

    private func addNormalisation(
        _ position: Int, _ tensors: MapNormalisationKernel.Tensors
    ) throws(PlanError) {
        let node = graph.nodes[position]
        let source = try maps(node.inputs[0])
        let function = fuseActivation(after: position) { $0.loop != nil } ?? .linear
        let isTrained = tensors.numbers != nil
        let usesBatch = isTrained && tensors.momentum < 1 && !settings.fixedStatistics.contains(node.name)
        let result = appendMaps(position, [source], hasTrained: isTrained)
        append(
            MapNormalisationKernel(
                from: source, to: result, tensors, usesBatch ? .batch : .moving, function: function.loop ?? 0, mode: mode,
                batchSize: settings.batchSize, team: team, isFirst: isFirst(node)), result)
    }

    /// Whether a node alone reads an input.
    private func isFirst(_ node: Graph.Node) -> Bool {
        guard case .input = graph.nodes[node.inputs[0]].operation else { return false }
        return readers[node.inputs[0]].count == 1
    }

    private func tensors(
        of node: Graph.Node, epsilon: Float, momentum: Float
    ) -> MapNormalisationKernel.Tensors {
        let isTrained = isTrained(node)
        let (range, buffers) =
            isTrained ? train(node) : (TensorRange(first: 0), node.parameters.map { fixed(node, $0.name.role) })
        let roles = Dictionary(uniqueKeysWithValues: zip(node.parameters.map(\.name.role), buffers))
        guard let beta = roles[.beta], let mean = roles[.movingMean], let variance = roles[.movingVariance] else {
            preconditionFailure("batch normalisation has a beta and moving statistics")
        }
        return .init(
            gamma: roles[.gamma], beta: beta, movingMean: mean, movingVariance: variance, epsilon: epsilon, momentum: momentum,
            numbers: isTrained ? range : nil)
    }

    /// A mean and a variance that do not change.
    private func fixedTensors(of node: Graph.Node) -> MapNormalisationKernel.Tensors {
        .init(
            gamma: nil, beta: FloatBuffer(count: node.channels), movingMean: fixed(node, .mean),
            movingVariance: fixed(node, .variance), epsilon: 0, momentum: 1, numbers: nil)
    }

    /// Nothing but a number that is added.
    private func plainTensors(beta: FloatBuffer, numbers: TensorRange?) -> MapNormalisationKernel.Tensors {
        .init(
            gamma: nil, beta: beta, movingMean: FloatBuffer(count: beta.count),
            movingVariance: FloatBuffer([Float](repeating: 1, count: beta.count)), epsilon: 0, momentum: 1, numbers: numbers)
    }
}
