import Concurrency
import Foundation
import Graphs
import Imaging
import Inference
import Networks
import Synchronization

/// The values inside a network when it sees photographs.
///
/// These are the magnitudes of everything that may be rounded, and the moments of the inputs of every convolution.
struct Calibration {
    /// The magnitudes, by the name of the layer.
    private(set) var histograms: [String: MagnitudeHistogram] = [:]
    private(set) var moments: [String: ChannelMoments] = [:]

    private let graph: Graph
    private let engine: MapEngine
    /// The layers whose maps the engine returns, in its order.
    private let names: [String]
    private let threads: Int

    /// Compiles the network so that it returns the maps before `convolutions`.
    ///
    /// - Throws: `InferenceError`.
    init(_ network: WeightedNetwork, convolutions: [FoldedConvolution], threads: Int) throws {
        let graph = network.graph
        self.graph = graph
        self.threads = threads
        let folded = try graph.folding(graph.convolutionFolds)
        for name in RoundingPlaces(folded, convolutions: Set(convolutions.map(\.name))).groups.flatMap({ $0 }) {
            histograms[name] = MagnitudeHistogram()
        }
        for (input, group) in Dictionary(grouping: convolutions, by: \.input) {
            guard let node = graph.index(named: input) else { continue }
            moments[input] = ChannelMoments(
                channels: graph.nodes[node].channels, isDiagonal: group.allSatisfy(\.isDepthwise))
        }
        let wanted = Set(histograms.keys).union(moments.keys)
        let positions = graph.nodes.indices.filter { wanted.contains(graph.nodes[$0].name) }
        names = positions.map { graph.nodes[$0].name }
        engine = try MapEngine(
            model: EngineModel(onnx: network.onnx(maps: positions)), maps: positions.count, threads: threads)
    }

    /// Adds the maps of one prepared photograph.
    ///
    /// Memory: all maps at once; with the engine's own and the kernels 4.3 GB for MultiGAP at 996 pixels.
    ///
    /// - Throws: `InferenceError`, and `QuantisationError.nonFinite`.
    mutating func add(_ photograph: ImageTensor) throws {
        let (names, histograms, moments) = (self.names, self.histograms, self.moments)
        let results = Mutex((histograms: histograms, moments: moments))
        try engine.withMaps(of: photograph) { maps in
            WorkBlocks.forEach(maps.count, workers: threads) { index, _ in
                let name = names[index]
                guard var histogram = histograms[name] else { return }
                histogram.add(maps[index].values)
                results.withLock { $0.histograms[name] = histogram }
            }
            for (name, map) in zip(names, maps) { results.withLock { $0.moments[name]?.add(map) } }
        }
        (self.histograms, self.moments) = results.withLock { $0 }
        for name in names where self.histograms[name]?.maximum.isFinite == false {
            throw QuantisationError.nonFinite(layer: name)
        }
    }

    /// How the values of the layers of a group are rounded.
    func rounding(of group: [String], rule: ClippingRule, inputIsNonNegative: Bool) -> Rounding {
        let isSigned = !group.allSatisfy { name in
            graph.index(named: name).map { graph.isNonNegative($0, inputIs: inputIsNonNegative) } ?? false
        }
        let limits = group.compactMap { histograms[$0] }.map { rule.limit(of: $0, levels: isSigned ? 128 : 256) }
        return Rounding(limit: limits.max() ?? 0, isSigned: isSigned)
    }
}

extension WeightedNetwork {
    /// An ONNX model whose outputs are the maps at `positions`, `[1, channels, height, width]`.
    fileprivate func onnx(maps positions: [Int]) throws -> Data {
        let part = graph.pruned(to: positions)
        let outputs = positions.compactMap { position -> Graph.Output? in
            let name = graph.nodes[position].name
            return part.index(named: name).map { Graph.Output(name, node: $0) }
        }
        let maps = try Graph(layers: part.layers, outputs: outputs)
        return try ONNXWriter.serialised(
            Model(maps, parameters: model.parameters.moved(to: maps)), name: network.name)
    }
}
