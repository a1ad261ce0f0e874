import Batches
import DataSets
import Graphs
import Imaging
import Kernels
import Learning
import Networks
import TestSupport
import Testing
import Tuning

/// Small photographs of two colours, and a network that is trained on them in seconds.
struct Trial {
    static let side = 32
    let scratch: Scratch
    let photographs: [Photograph]
    let body: WeightedNetwork
    /// Every fourth pair of photographs chooses the epoch.
    let split: StratifiedSplit

    init(count: Int = 24, broken: Set<Int> = []) throws {
        let scratch = try Scratch()
        self.scratch = scratch
        photographs = try scratch.writeColouredNoise(count, to: "set").enumerated().map { number, name in
            if broken.contains(number) { try scratch.write("no picture", to: "set/\(name)") }
            return Photograph(path: name, location: scratch.path("set/\(name)"), label: Int8(ColouredNoise.label(number)))
        }
        body = try WeightedNetwork(
            Network(named: "mobilenet-v1@0.1"), taps: nil, weights: .seeded(1), downsampling: .keras)
        split = StratifiedSplit(
            training: (0..<count).filter { $0 / 2 % 4 > 0 }, validation: (0..<count).filter { $0 / 2 % 4 == 0 })
    }

    var labels: TuningData {
        get throws {
            try TuningData(.labels(photographs.map { Int($0.label) }, classes: 2), split: split)
        }
    }

    /// A configuration of small batches, changed as asked.
    static func configuration(
        _ phases: [TuningPhase], _ change: (inout TuningConfiguration) -> Void = { _ in }
    ) -> TuningConfiguration {
        var configuration = TuningConfiguration(phases: phases, seed: 3)
        configuration.batchSize = 8
        configuration.variants = 2
        change(&configuration)
        return configuration
    }

    func start(
        _ configuration: TuningConfiguration, dropout: Double = 0, data: TuningData? = nil, cache: PictureCache? = nil,
        store: ImplementationStore? = nil, resumingFrom snapshot: TuningSnapshot? = nil
    ) throws -> TuningRun {
        let data = try data ?? labels
        let batches = try PhotographBatches(
            of: photographs,
            recipe: PictureRecipe(width: Self.side, height: Self.side, resize: .plain(width: 37, height: 37)),
            seed: configuration.seed, batchSize: configuration.batchSize, threads: 1, cache: cache,
            knownBroken: snapshot?.outline.skipped ?? [])
        return try TuningRun(
            body: body,
            head: NetworkArchitecture(layers: [.dropout(rate: dropout), .softmax(classes: data.truth.outputs)]),
            configuration: configuration, data: data, batches: batches, threads: 1, implementations: store,
            resumingFrom: snapshot)
    }

    /// A training from start to end.
    func finish(
        _ configuration: TuningConfiguration, dropout: Double = 0, data: TuningData? = nil, cache: PictureCache? = nil
    ) throws -> TuningRun {
        let run = try start(configuration, dropout: dropout, data: data, cache: cache)
        try run.finish()
        return run
    }

    /// The tensors that are not as they were before, by the names of their layers in the graph's order.
    func changed(_ run: TuningRun) throws -> [TensorName] {
        let (before, after) = (body.model.parameters, try run.body().parameters)
        return after.specifications.map(\.name).filter { before[$0] != after[$0] }
    }
}

extension TuningRun {
    func finish() throws {
        while !isFinished { _ = try nextEpoch { false } }
    }

    /// All numbers that it has and will write: the network's now, those of its best epoch, and the optimiser's.
    var numbers: [[Float]] { get throws { try snapshot().tensors } }
}
