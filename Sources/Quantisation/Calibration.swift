import Dispatch
import Foundation
import Imaging
import Inference
import Networks
import Synchronization

/// What flows through a network when it sees photographs: the magnitudes of everything that may be rounded, and the
/// moments of everything that a convolution takes.
struct Calibration {
    private(set) var histograms: [Int: MagnitudeHistogram] = [:]
    private(set) var moments: [Int: ChannelMoments] = [:]

    private let network: WeightedNetwork
    private let engine: MapEngine
    /// The nodes whose maps the engine gives, in its order.
    private let positions: [Int]

    /// Compiles the network, which gives the maps before `convolutions`. Throws `InferenceError`.
    init(_ network: WeightedNetwork, convolutions: [FoldedConvolution], threads: Int) throws {
        self.network = network
        let graph = network.graph
        let rounded = RoundingPlaces(graph, convolutions: Set(convolutions.map(\.position))).groups.flatMap { $0 }
        for position in rounded { histograms[position] = MagnitudeHistogram() }
        for (input, group) in Dictionary(grouping: convolutions, by: { graph.nodes[$0.position].inputs[0] }) {
            moments[input] = ChannelMoments(
                channels: graph.nodes[input].channels, isDiagonal: group.allSatisfy(\.isDepthwise))
        }
        positions = Set(histograms.keys).union(moments.keys).sorted()
        engine = try MapEngine(
            model: EngineModel(onnx: network.onnx(maps: positions)), maps: positions.count, threads: threads)
    }

    /// Adds what one prepared photograph gives.
    ///
    /// Throws `InferenceError`, and `QuantisationError.nonFinite`. Memory: all maps at once; with the engine's own and the
    /// kernels 4.3 GB for MultiGAP at 996 pixels.
    mutating func add(_ photograph: ImageTensor) throws {
        let (positions, histograms, moments) = (self.positions, self.histograms, self.moments)
        let results = Mutex((histograms: histograms, moments: moments))
        try engine.withMaps(of: photograph) { maps in
            DispatchQueue.concurrentPerform(iterations: maps.count) { index in
                let position = positions[index]
                guard var histogram = histograms[position] else { return }
                histogram.add(maps[index].values)
                results.withLock { $0.histograms[position] = histogram }
            }
            for (position, map) in zip(positions, maps) {
                results.withLock { $0.moments[position]?.add(map) }
            }
        }
        (self.histograms, self.moments) = results.withLock { $0 }
        for position in positions where self.histograms[position]?.maximum.isFinite == false {
            throw QuantisationError.nonFinite(layer: network.graph.nodes[position].name)
        }
    }

    /// How the values of the nodes of a group are rounded.
    func rounding(of group: [Int], rule: ClippingRule, inputIsNonNegative: Bool) -> IntegerLayers.Rounding {
        let isSigned = !group.allSatisfy { network.graph.isNonNegative($0, inputIs: inputIsNonNegative) }
        let limits = group.compactMap { histograms[$0] }.map { rule.limit(of: $0, levels: isSigned ? 128 : 256) }
        return IntegerLayers.Rounding(limit: limits.max() ?? 0, isSigned: isSigned)
    }
}
