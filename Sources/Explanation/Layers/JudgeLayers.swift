import Files
import Graphs
import Imaging
import Inference
import Judging
import Kernels

/// A judge as its layers, from pictures to its verdict: what methods need that go through the layers.
///
/// Not thread-safe: one thread at a time calls it, and it uses several inside.
public final class JudgeLayers {
    /// The judge as one model.
    public let judge: JudgeModel
    /// How its inputs are made.
    public let inputs: [InputDescription]
    /// The names of its extractors, as its layers have them.
    public let extractors: [String]
    /// The number of processor threads.
    public let threads: Int
    package let explained: ExplainedModel
    /// The passes made so far, that used last at the end.
    private var passes: [(key: PassKey, pass: LayerPass)] = []

    private struct PassKey: Hashable {
        let sizes: [Extent]
        let rows: Int
        let goesBack: Bool
        let relevance: RelevanceSettings?
        let observed: Set<Int>
    }

    /// The layers of a judge.
    ///
    /// Memory: the weights of its networks twice.
    ///
    /// - Parameters:
    ///   - judge: The judge as one model.
    ///   - threads: The number of processor threads.
    /// - Throws: `GraphError`, which a sound judge never causes.
    public init(_ judge: JudgeModel, threads: Int) throws {
        self.judge = judge
        self.threads = threads
        inputs = judge.extractors.map(\.input)
        let names = JudgeModel.names(of: judge.extractors)
        extractors = names
        let features = names.map { name in
            names.count == 1 ? Graph.featuresOutput : "\(name)/\(Graph.featuresOutput)"
        }
        explained = try ExplainedModel(
            judge.model, output: judge.output, isDistribution: judge.output == "distribution", features: features)
    }

    /// The layers of a classifier and its extractors.
    ///
    /// - Parameters:
    ///   - classifier: A classifier that names its extractors, all of them networks that are built in.
    ///   - weights: The new paths of weight files that have moved, by the name of the network.
    ///   - threads: The number of processor threads.
    /// - Throws: `JudgingError.extractorInFile` for a network in a file, whose layers are not known; what `JudgeModel` and
    ///   `WeightedNetwork` throw.
    public convenience init(_ classifier: Classifier, weights: [String: String], threads: Int) throws {
        let networks = try classifier.requiredPipeline().extractors.map { extractor in
            try extractor.weightedNetwork(moved: weights[extractor.network], of: classifier.path, threads: threads).model
        }
        try self.init(JudgeModel(classifier, networks: networks), threads: threads)
    }

    /// The values of each input for a picture, `[3, height, width]`, and their sizes.
    func prepared(_ picture: Picture) throws -> PreparedPicture {
        let tensors = try inputs.map { try $0.tensor(from: picture) }
        return PreparedPicture(
            sizes: tensors.map { Extent(height: $0.height, width: $0.width) }, values: tensors.map(\.planes))
    }

    /// The ways back from the inputs to the picture.
    func ways(back picture: Picture) throws -> [InputReturn] {
        try inputs.map { try InputReturn($0, width: picture.width, height: picture.height) }
    }

    /// A pass for inputs of these sizes.
    ///
    /// Passes are kept for the next picture, since making one takes longer than using it. Those used longest ago go when what is kept
    /// takes more than a quarter of the free memory: photographs of many sizes need many passes.
    func pass(_ sizes: [Extent], _ settings: LayerPass.Settings) throws -> LayerPass {
        let key = PassKey(
            sizes: sizes, rows: settings.rows, goesBack: settings.goesBack, relevance: settings.relevance,
            observed: settings.observed)
        if let place = passes.firstIndex(where: { $0.key == key }) {
            let known = passes.remove(at: place)
            passes.append(known)
            return known.pass
        }
        let free = AvailableMemory.bytes ?? 0
        while !passes.isEmpty, passes.reduce(0, { $0 + $1.pass.bytes }) > free / 4 { passes.removeFirst() }
        var settings = settings
        settings.threads = threads
        let pass = try LayerPass(explained, sizes: sizes, settings)
        passes.append((key, pass))
        return pass
    }

    /// A pass for gradients at many copies of a picture, of which at most `copies` are taken at once.
    func gradientPass(for prepared: PreparedPicture, copies: Int = .max) throws -> LayerPass {
        var settings = LayerPass.Settings()
        settings.rows = min(rows(for: prepared.sizes), copies)
        return try pass(prepared.sizes, settings)
    }

    /// Pictures at once that keep both memory and time for each low.
    func rows(for sizes: [Extent]) -> Int {
        let pixels = sizes.reduce(0) { $0 + $1.area }
        return max(1, min(Self.mostRows, Self.pixelsAtOnce / max(pixels, 1)))
    }

    private static let mostRows = 8
    private static let pixelsAtOnce = 500_000

    /// The memory in bytes that maps and gradients take for a picture of this size, estimated from the sizes of all maps.
    public func memory(width: Int, height: Int) -> Int {
        let placements = inputs.map { try? $0.geometry.placement(width: width, height: height).canvas }
        let sizes = placements.compactMap { $0 }.map { Extent(height: $0.height, width: $0.width) }
        guard let graph = try? explained.model.graph.bound(to: sizes) else { return 0 }
        return graph.nodes.reduce(0) { $0 + ($1.shape.count ?? 0) } * MemoryLayout<Float>.size * rows(for: sizes)
    }
}

/// A picture as the inputs of a judge.
struct PreparedPicture {
    let sizes: [Extent]
    /// For each input `[3, height, width]`.
    let values: [[Float]]
}

extension ImageTensor {
    /// The values channel by channel, `[3, height, width]`.
    fileprivate var planes: [Float] {
        let area = width * height
        return [Float](unsafeUninitializedCapacity: 3 * area) { target, count in
            values.withUnsafeBufferPointer { source in
                for pixel in 0..<area { for channel in 0..<3 { target[channel * area + pixel] = source[pixel * 3 + channel] } }
            }
            count = 3 * area
        }
    }
}
