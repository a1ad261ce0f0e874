import Graphs
import Imaging
import Kernels

/// Grad-CAM: the maps of one layer, each times the mean of the gradient over its pixels; what is below 0 is left out.
///
/// The method is that of Selvaraju et al. (2017, doi:10.1109/ICCV.2017.74).
public struct GradientActivation: LayerMethod {
    /// The judge.
    public let layers: JudgeLayers
    /// The layer of each extractor, by name; nil for the last one whose maps become features.
    public var layer: String?

    /// Grad-CAM of a judge.
    ///
    /// - Parameters:
    ///   - layers: The judge.
    ///   - layer: The name of a layer of each extractor; nil for the last one whose maps become features.
    public init(_ layers: JudgeLayers, layer: String? = nil) {
        (self.layers, self.layer) = (layers, layer)
    }

    /// `grad-cam`.
    public var name: String { "grad-cam" }

    /// Adds up the maps of the chosen layers.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        let prepared = try prepared(picture)
        let chosen = try chosenLayers()
        var settings = LayerPass.Settings()
        settings.observed = Set(chosen.map(\.node))
        let pass = try layers.pass(prepared.sizes, settings)
        let (explained, maps) = pass.gradientActivation(prepared.values, .odds, nodes: chosen.map(\.node))
        try progress.report(1, of: 1)
        return try layers.attribution(
            enlarging: zip(chosen, maps).map { ($0.input, $1) }, on: picture, method: name, explained: explained)
    }

    private func chosenLayers() throws -> [(input: Int, node: Int)] {
        guard let layer else {
            let taps = layers.explained.taps
            return Set(taps.map(\.input)).sorted().compactMap { input in
                taps.last { $0.input == input }.map { (input, $0.node) }
            }
        }
        let graph = layers.explained.model.graph
        let found = layers.explained.features.enumerated().compactMap { input, features -> (input: Int, node: Int)? in
            let names = [layer, "\(layers.extractors[input])/\(layer)"]
            guard let node = names.compactMap(graph.index(named:)).first, graph.ancestors(of: features).contains(node) else {
                return nil
            }
            return (input, node)
        }
        guard !found.isEmpty else { throw GraphError.outputWithoutNode(layer) }
        return found
    }
}

extension LayerPass {
    /// Grad-CAM at some nodes, which the pass observes.
    package func gradientActivation(
        _ picture: [[Float]], _ number: ExplainedNumber, nodes: [Int], weights: [Float]? = nil
    ) -> (explained: Double, maps: [TapMap]) {
        var maps: [Int: TapMap] = [:]
        plan.observer = { [graph] node, seen in
            guard !seen.isForward, let size = graph.nodes[node].shape.size else { return }
            let area = size.area
            let (values, gradient) = (seen.values, seen.gradient)
            let means = (0..<graph.nodes[node].channels).map { channel in
                gradient[channel * area..<(channel + 1) * area].reduce(0, +) / Float(area)
            }
            let sum = ActivationRun.weighted(values, by: means, area: area).map { max($0, 0) }
            maps[node] = TapMap(name: graph.nodes[node].name, width: size.width, height: size.height, values: sum)
        }
        let explained = runBack([picture], number, weights: weights)[0]
        plan.observer = nil
        return (explained, nodes.compactMap { maps[$0] })
    }
}
