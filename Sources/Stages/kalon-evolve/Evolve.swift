import ArgumentParser
import Evolution
import Foundation
import Learning
import StageSupport
import Storage

@main
struct Evolve: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-evolve",
        abstract: "Searches the columns that a classifier needs, by a genetic algorithm.",
        discussion: """
            A mask's fitness is the accuracy, on photographs held out for the whole search, of a classifier trained on \
            its columns alone; --fitness linear measures masks by ridge regression, hundreds of times faster, and trains \
            the best at the end. Each generation keeps the best masks, has its better half breed, and mutates the rest. \
            A stopped search goes on when the same command is given again.

            EXAMPLES
              kalon-evolve multigap.h5 b7.h5 --genes 5000 --population 100 \\
                --generations 20 --seed 1 --output mask.h5
              kalon-evolve taps.h5 --genes 500 --population 20 --generations 10 \\
                --epochs 5 --output mask.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files, whose columns stand side by side in this order.", valueName: "features.h5"))
    var features: [String]

    @OptionGroup(title: "Search")
    var search: SearchOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The mask file to write.", valueName: "mask.h5"))
    var output: String

    @OptionGroup(title: "Training of each mask")
    var training: TrainingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    func validate() throws {
        guard !features.isEmpty else { throw ValidationError("at least one features file is needed") }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: features)
        let source = try SourceFeatures(features)
        let configuration = try search.configuration(columns: source.join.columns)
        let checkpoint = try Checkpoint<SearchSnapshot>(
            output: output, identity: try identity(source, seed: context.seed))
        let resumed = try checkpoint.load()?.state
        try training.requireMemory(
            rows: source.join.count, columns: configuration.genes, sourceColumns: source.join.columns)
        let data = try SearchData(source, validation: training.validation, seed: context.seed)
        context.progress.log(
            "\(source.join.count) photographs, masks of \(configuration.genes) among \(source.join.columns) columns")
        if let resumed { context.progress.log("going on after generation \(resumed.generation + 1) of an earlier run") }
        context.progress.begin()
        let result = try GeneticSearch(configuration: configuration).run(
            seed: context.seed, sourceWidth: source.join.columns, resumingFrom: resumed,
            onGeneration: { record, snapshot in
                try checkpoint.save(snapshot)
                context.progress.log(line(record))
                try context.interruption.check()
            },
            fitness: try fitness(data, context))
        let best = search.fitness == .train ? result.best : try confirmed(result.leaders, data, context)
        try write(best, result.history, source, context)
        checkpoint.remove()
        context.progress.log("best accuracy \(percent(best.fitness)) after \(result.history.count) generations")
    }

    private func fitness(_ data: SearchData, _ context: StageContext) throws -> Fitness {
        switch search.fitness {
        case .train:
            return try TrainedFitness(data, training: training, context: context).value
        case .linear:
            let fitness = try LinearFitness(data, genes: search.genes, penalty: search.penalty, context: context)
            context.progress.log("--fitness linear: measured by \(fitness.scoring.measure.rawValue)")
            return fitness.value
        }
    }

    /// The best of the masks by training, the first of equal ones.
    private func confirmed(
        _ leaders: [Individual], _ data: SearchData, _ context: StageContext
    ) throws -> Individual {
        let trained = try TrainedFitness(data, training: training, context: context)
        var best: Individual?
        for (place, leader) in leaders.enumerated() {
            let fitness = try trained.value(leader.mask, place)
            context.progress.log(
                "mask \(place + 1) of \(leaders.count): \(percent(leader.fitness)) by regression, "
                    + "\(percent(fitness)) trained")
            if fitness > best?.fitness ?? -1 { best = Individual(mask: leader.mask, fitness: fitness) }
        }
        guard let best else { preconditionFailure("a search names at least one best mask") }
        return best
    }

    /// What must be the same for a stopped search to be gone on with.
    private func identity(_ source: SourceFeatures, seed: UInt64) throws -> String {
        let digests = try source.join.files.map { try FileDigest.sha256(of: $0.path) }
        let configuration = try CanonicalJSON.text(training.configuration(seed: seed))
        let network = [training.hidden, training.activation.rawValue]
        return (digests + network + [configuration, search.identity]).joined(separator: " ")
    }

    private func line(_ record: GenerationRecord) -> String {
        "generation \(record.generation + 1): best \(percent(record.best)), mean \(percent(record.mean)), "
            + "shared columns \(Int(record.meanOverlap.rounded())), \(record.evaluations) measured"
    }

    private func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }

    private func write(
        _ best: Individual, _ history: [GenerationRecord], _ source: SourceFeatures, _ context: StageContext
    ) throws {
        let content = MaskContent(
            indices: best.mask.indices, sourceColumns: source.join.columns, blocks: source.join.blocks,
            fitness: best.fitness, history: history.series)
        try MaskFile.write(content, provenance: try context.provenance(inputs: features), to: output)
    }
}

extension [GenerationRecord] {
    /// One series a quantity.
    var series: [HistorySeries] {
        [
            HistorySeries(name: "best", values: .reals(map(\.best))),
            HistorySeries(name: "evaluations", values: .integers(map { Int64($0.evaluations) })),
            HistorySeries(name: "mean", values: .reals(map(\.mean))),
            HistorySeries(name: "mean_overlap", values: .reals(map(\.meanOverlap))),
            HistorySeries(name: "worst", values: .reals(map(\.worst))),
        ]
    }
}
