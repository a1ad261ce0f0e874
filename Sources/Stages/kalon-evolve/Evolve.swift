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
            its columns alone. Each generation keeps the best masks, has its better half breed, and mutates the rest. \
            A stopped search goes on when the same command is given again.

            EXAMPLES
              kalon-evolve multigap.h5 b7.h5 --genes 5000 --population 100 \\
                --generations 20 --seed 1 --output mask.h5
              kalon-evolve taps.h5 --genes 500 --population 20 --generations 10 \\
                --epochs 5 --standardise --output mask.h5
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
        let labels = try source.labels()
        let configuration = try search.configuration(columns: source.join.columns)
        let checkpoint = try SearchCheckpoint(
            output: output, identity: try identity(source, seed: context.seed))
        let resumed = try checkpoint.load()
        try training.requireMemory(
            rows: source.join.count, columns: configuration.genes, sourceColumns: source.join.columns)
        let fitness = try TrainedFitness(
            source: source, labels: labels, training: training, seed: context.seed, context: context)
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
            fitness: fitness.value)
        try write(result, source, context)
        checkpoint.remove()
        context.progress.log("best accuracy \(percent(result.best.fitness)) after \(result.history.count) generations")
    }

    /// What must be the same for a stopped search to be gone on with.
    private func identity(_ source: SourceFeatures, seed: UInt64) throws -> String {
        let digests = try source.join.files.map { try FileDigest.sha256(of: $0.path) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let configuration = String(decoding: try encoder.encode(training.configuration(seed: seed)), as: UTF8.self)
        return (digests + [training.hidden, configuration, search.identity]).joined(separator: " ")
    }

    private func line(_ record: GenerationRecord) -> String {
        "generation \(record.generation + 1): best \(percent(record.best)), mean \(percent(record.mean)), "
            + "shared columns \(Int(record.meanOverlap.rounded())), \(record.evaluations) trained"
    }

    private func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }

    private func write(_ result: SearchResult, _ source: SourceFeatures, _ context: StageContext) throws {
        let content = MaskContent(
            indices: result.best.mask.indices, sourceColumns: source.join.columns, blocks: source.join.blocks,
            fitness: result.best.fitness, history: result.history.series)
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
