import Graphs
import Imaging
import Kernels

extension RelevanceRule {
    /// What stands for no stabiliser: sums of exactly 0 must not be divided by.
    static let leastStabiliser: Float = 1e-9

    package var layerRule: LayerRule {
        switch self {
        case .zero: .epsilon(Self.leastStabiliser)
        case .epsilon(let epsilon): .epsilon(max(epsilon, Self.leastStabiliser))
        case .gamma(let gamma): .gamma(gamma)
        case .alphaBeta(let alpha, let beta): .alphaBeta(alpha: alpha, beta: beta)
        case .zPlus: .alphaBeta(alpha: 1, beta: 0)
        }
    }
}

extension RelevanceRules {
    /// The rule of every layer of a graph.
    ///
    /// - Parameters:
    ///   - model: A model for pictures of known sizes.
    ///   - bounds: The least and the largest value of each channel of each input.
    package func settings(for model: Model, bounds: [(low: [Float], high: [Float])]) -> RelevanceSettings {
        let graph = model.graph
        var settings = RelevanceSettings()
        let boxes = hasBox ? model.boxes(bounds) : [:]
        for (position, node) in graph.nodes.enumerated() {
            switch node.operation {
            case .convolution: settings.rules[node.name] = boxes[position] ?? rule(of: node, in: graph)
            case .dense: settings.rules[node.name] = denseRule
            default: break
            }
        }
        return settings
    }

    private var hasBox: Bool {
        switch self {
        case .uniform(_, let box): box
        case .composite: true
        }
    }

    private var denseRule: LayerRule {
        switch self {
        case .uniform(let rule, _): rule.layerRule
        case .composite: RelevanceRule.zero.layerRule
        }
    }

    private func rule(of node: Graph.Node, in graph: Graph) -> LayerRule {
        switch self {
        case .uniform(let rule, _): return rule.layerRule
        case .composite(let gamma, let epsilon):
            let isFine = graph.isFine(node)
            return isFine ? .gamma(gamma) : RelevanceRule.epsilon(epsilon).layerRule
        }
    }
}

extension Graph {
    /// Whether the maps that a node reads have about a quarter of the sides of the input that they come from, or more.
    fileprivate func isFine(_ node: Graph.Node) -> Bool {
        guard let size = nodes[node.inputs[0]].shape.size else { return false }
        var position = node.inputs[0]
        while let before = nodes[position].inputs.first { position = before }
        guard let whole = nodes[position].shape.size else { return false }
        // Convolutions without borders take some pixels from the sides.
        return Double(size.height) * 4.5 >= Double(whole.height) && Double(size.width) * 4.5 >= Double(whole.width)
    }
}

extension Model {
    /// The rule for bounded values of each convolution that reads pixels, where nothing but such convolutions reads them.
    ///
    /// - Parameter bounds: The least and the largest value of each channel of each input.
    fileprivate func boxes(_ bounds: [(low: [Float], high: [Float])]) -> [Int: LayerRule] {
        let readers = graph.readers
        var rules: [Int: LayerRule] = [:]
        for (input, bound) in zip(graph.inputs, bounds) {
            var (position, low, high) = (input, bound.low, bound.high)
            while readers[position].count == 1, let next = readers[position].first, isPointwise(graph.nodes[next]) {
                (low, high) = (changed(low, by: graph.nodes[next]), changed(high, by: graph.nodes[next]))
                position = next
            }
            let convolutions = readers[position].filter { reader in
                if case .convolution = graph.nodes[reader].operation { true } else { false }
            }
            guard convolutions.count == readers[position].count else { continue }
            for convolution in convolutions { rules[convolution] = .zBox(low: low, high: high) }
        }
        return rules
    }

    private func isPointwise(_ node: Graph.Node) -> Bool {
        switch node.operation {
        case .normalisation, .shift: true
        default: false
        }
    }

    private func changed(_ values: [Float], by node: Graph.Node) -> [Float] {
        if case .shift = node.operation { return zip(values, tensor(node.name, .bias)).map { $0 + $1 } }
        let (mean, variance) = (tensor(node.name, .mean), tensor(node.name, .variance))
        return values.indices.map { (values[$0] - mean[$0]) / variance[$0].squareRoot() }
    }
}
