import Graphs
import Imaging
import Kernels

/// Class activation maps: maps whose means are features, each times the weight of its feature in the verdict.
///
/// The method is that of Zhou et al. (2016, doi:10.1109/CVPR.2016.319).
/// The weights are those in the log of the odds, or in what raises the mean score. Where layers that are no weighted sums lie between
/// features and verdict, they are the slopes at the picture, which is said.
public struct ClassActivation: LayerMethod {
    /// The judge.
    public let layers: JudgeLayers

    /// Class activation maps of a judge.
    public init(_ layers: JudgeLayers) { self.layers = layers }

    /// `cam`.
    public var name: String { "cam" }

    /// What maps take.
    public func memory(width: Int, height: Int) -> Int { layers.memory(width: width, height: height) / 2 }

    /// Adds up the maps of all layers whose means are features.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        try requireMemory(for: picture)
        let found = try ActivationRun(layers, picture)
        try progress.report(1, of: 1)
        let maps = try found.maps(weights: [found.oddsWeights])[0]
        var attribution = try found.attribution(of: maps, method: name)
        if !layers.explained.isLinearBehindFeatures {
            attribution.notes.append(
                "between the features and the verdict lie layers that are not weighted sums; the maps have the weights that features "
                    + "have at this picture")
        }
        return attribution
    }
}

/// The heat maps of MultiGAP (See, Hii, Wong and Kairanbay 2017): for each tapped layer, what speaks for low ratings, and for high.
///
/// Of a judge of ratings the weights are means over the lower and the upper half of the scores; of one of two classes, those of each
/// class.
public struct RatingActivation: LayerMethod {
    /// The maps of one tapped layer.
    public struct Maps: Sendable, Equatable {
        /// What speaks for low ratings.
        public let low: TapMap
        /// What speaks for high ratings.
        public let high: TapMap
    }

    /// The judge.
    public let layers: JudgeLayers

    /// Heat maps of a judge.
    public init(_ layers: JudgeLayers) { self.layers = layers }

    /// `multigap`.
    public var name: String { "multigap" }

    /// What maps take.
    public func memory(width: Int, height: Int) -> Int { layers.memory(width: width, height: height) / 2 }

    /// What speaks for high ratings less what speaks for low ones, all tapped layers together.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        try requireMemory(for: picture)
        let found = try ActivationRun(layers, picture)
        try progress.report(1, of: 1)
        let halves = halves
        return try found.attribution(of: found.maps(weights: [zip(halves.high, halves.low).map { $0 - $1 }])[0], method: name)
    }

    /// The maps of each tapped layer, in the order of the features.
    ///
    /// - Parameter picture: The working picture.
    /// - Throws: What the networks throw.
    public func maps(of picture: Picture) throws -> [Maps] {
        let both = try ActivationRun(layers, picture).maps(weights: [halves.low, halves.high])
        return zip(both[0], both[1]).map { Maps(low: $0.map, high: $1.map) }
    }

    /// The weights of the lower and of the upper half of the classes.
    private var halves: (low: [Float], high: [Float]) {
        let classes = layers.explained.classes
        let lower = classes / 2
        func mean(_ range: Range<Int>) -> [Float] {
            (0..<classes).map { range.contains($0) ? 1 / Float(max(range.count, 1)) : 0 }
        }
        return (mean(0..<lower), mean(lower..<classes))
    }
}

/// A forward run of a judge on one picture, with the maps of all tapped layers.
struct ActivationRun {
    private let layers: JudgeLayers
    private let picture: Picture
    private let features: [[Float]]
    private let taps: [PooledTap]
    private let sizes: [Extent]
    private let values: [[Float]]
    /// What is explained.
    let explained: Double
    /// The weights of the explained number.
    let oddsWeights: [Float]

    init(_ layers: JudgeLayers, _ picture: Picture) throws {
        (self.layers, self.picture) = (layers, picture)
        let taps = layers.explained.taps
        let prepared = try layers.prepared(picture)
        var settings = LayerPass.Settings()
        settings.goesBack = false
        settings.observed = Set(taps.map(\.node))
        let pass = try layers.pass(prepared.sizes, settings)
        var seen: [Int: [Float]] = [:]
        pass.plan.observer = { node, maps in seen[node] = maps.values }
        _ = pass.forward([prepared.values])
        pass.plan.observer = nil
        let number = pass.explainedNumbers(.odds, pictures: 1)
        (explained, oddsWeights) = (number.values[0], number.weights[0])
        features = layers.explained.features.map { node in
            Array(UnsafeBufferPointer(start: pass.plan.values(at: node), count: pass.graph.nodes[node].channels))
        }
        self.taps = taps
        sizes = taps.map { pass.graph.nodes[$0.node].shape.size ?? Extent(1) }
        values = taps.map { seen[$0.node] ?? [] }
    }

    /// For each list of weights of what the softmax takes, the map of each tapped layer.
    func maps(weights: [[Float]]) throws -> [[(tap: PooledTap, map: TapMap)]] {
        let slopes = try LayerPass.featureSlopes(
            of: layers.explained, at: features, weights: weights, threads: layers.threads)
        return slopes.map { slopes in
            taps.indices.map { index in
                let (tap, size) = (taps[index], sizes[index])
                let map = Self.weighted(values[index], by: Array(slopes[tap.input][tap.columns]), area: size.area)
                return (tap: tap, map: TapMap(name: tap.name, width: size.width, height: size.height, values: map))
            }
        }
    }

    /// Maps `[channels, pixels]` times a weight a channel, summed up.
    static func weighted(_ maps: [Float], by weights: [Float], area: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: area)
        maps.withUnsafeBufferPointer { maps in
            sum.withUnsafeMutableBufferPointer { sum in
                for (channel, weight) in weights.enumerated() {
                    for pixel in 0..<area { sum[pixel] += weight * maps[channel * area + pixel] }
                }
            }
        }
        return sum
    }

    /// All maps enlarged to the picture and added up.
    func attribution(of maps: [(tap: PooledTap, map: TapMap)], method: String) throws -> Attribution {
        try layers.attribution(
            enlarging: maps.map { ($0.tap.input, $0.map) }, on: picture, method: method, explained: explained)
    }
}

extension JudgeLayers {
    /// Coarse maps of inputs, enlarged to the picture and added up.
    ///
    /// - Parameters:
    ///   - maps: Each with the number of its input.
    func attribution(
        enlarging maps: [(input: Int, map: TapMap)], on picture: Picture, method: String, explained: Double
    ) throws -> Attribution {
        let ways = try ways(back: picture)
        var values = [Float](repeating: 0, count: picture.width * picture.height)
        for (input, map) in maps {
            let enlarged = ways[input].enlarged(map.values, mapWidth: map.width, mapHeight: map.height)
            values.add(enlarged, times: 1 / Float(values.count))
        }
        return Attribution(
            method: method, width: picture.width, height: picture.height, values: values, explained: explained)
    }
}
