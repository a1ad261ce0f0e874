import ArgumentParser
import Evolution
import Files
import Foundation
import Judging
import Learning
import Records
import Selection
import StageSupport

@main
struct Evolve: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-evolve",
        abstract: "Searches for the columns that a classifier needs, with a genetic algorithm.",
        discussion: """
            A mask's fitness is the accuracy of a classifier that is trained on its columns alone, on photographs held out \
            for the whole search. --fitness ladder trains most masks only briefly, and --fitness linear measures them by \
            ridge regression, hundreds of times faster; both fully train the best masks at the end. Each generation keeps \
            the best masks, breeds from its better half, and mutates the rest. The mask found is tested once, on photographs \
            that no fitness has seen. An interrupted search resumes when the same command is given again.

            EXAMPLES
              kalon-evolve multigap.h5 b7.h5 --genes 5000 --population 100 \\
                --generations 20 --seed 1 --output mask.h5
              kalon-evolve taps.h5 --genes 500 --population 20 --generations 10 \\
                --epochs 5 --test others.h5 --output mask.h5
              kalon-evolve multigap.h5 b7.h5 --genes 500...5000 --fitness linear \\
                --objectives features,extraction --choose knee --output mask.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files; their columns are put side by side in this order.", valueName: "features.h5"))
    var features: [String]

    @OptionGroup
    var scoreLabels: ScoreLabelOptions

    @OptionGroup(title: "Search")
    var search: SearchOptions

    @OptionGroup(title: "Fitness")
    var fitness: FitnessOptions

    @OptionGroup(title: "Several objectives")
    var objectives: ObjectiveOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The mask file to write.", valueName: "mask.h5"))
    var output: String

    @OptionGroup(title: "Training of each mask")
    var training: TrainingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    func validate() throws {
        guard !features.isEmpty else { throw ValidationError("at least one features file is needed") }
        try search.validate(for: objectives)
        guard search.mutation != .guided || fitness.fitness == .linear else {
            throw ValidationError("--mutation guided needs --fitness linear")
        }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: features + fitness.test)
        let files = try scoreLabels.applied(to: SourceFeatures(features), context)
        for note in files.notesOnParts { context.progress.log(note) }
        let source = try files.learning()
        let test = try fitness.testFeatures(beside: files) { try scoreLabels.applied(to: $0, context) }
        var configuration = try search.configuration(columns: source.join.columns, leaders: fitness.confirm)
        try objectives.apply(to: &configuration, source: source)
        let checkpoint = try Checkpoint<SearchState>(
            output: output, identity: try identity(source, test, seed: context.seed), clock: context.clock)
        let found = try checkpoint.load()
        let resumed = found?.state.snapshot
        try training.requireMemory(
            rows: source.join.count + (test?.join.count ?? 0), columns: configuration.genes,
            sourceColumns: source.join.columns, networks: try networksAtATime)
        if fitness.fitness == .linear {
            try fitness.requireLinearMemory(
                rows: source.join.count + (test?.join.count ?? 0), columns: source.join.columns, genes: search.genes.most,
                isGrouped: RowGroups(source.join.rows) != nil)
        }
        let data = try SearchData(
            source, test: test, testShare: fitness.heldOutShare, measure: fitness.measure, validation: training.validation,
            seed: context.seed)
        let log = SearchLog(context: context, generations: search.generations, earlier: resumed)
        log.begin(data, source, search, fitness)
        let linear = try fitness.fitness == .linear ? linear(data, context) : nil
        if search.mutation == .guided, let linear {
            configuration.mutation = try search.withImmigrants(
                GuidedMutation(keepShare: search.keep, guide: linear.guide))
        }
        let networks = try keptNetworks()
        if let found { try networks?.restore(found.state.networks, numbers: found.numbers) }
        let result = try GeneticSearch(configuration: configuration).run(
            seed: context.seed, sourceWidth: source.join.columns, resumingFrom: resumed,
            onGeneration: { record, snapshot in
                try checkpoint.save(
                    SearchState(snapshot: snapshot, networks: networks?.outlines ?? []), numbers: networks?.numbers ?? [])
                log.show(record)
                try context.interruption.check()
            },
            measuring: try measure(data, linear, networks, context))
        let trained = TrainedFitness(try masked(data, data.parts, context), seed: context.seed, watch: context.searchWatch)
        let chosen = try FinalChoice(
            configuration, penalty: search.sizePenalty, rule: objectives.rule, isTrained: fitness.fitness == .train,
            most: fitness.confirm
        ) { place, count, measured, accuracy in
            context.progress.log(
                "mask \(place) of \(count): \(percent(measured)) by \(fitness.fitness), \(percent(accuracy)) trained")
        }.choose(from: result, trained: trained.value)
        let tested = try tested(chosen.best, data, context)
        try write(content(chosen, tested, result.history, configuration, source), context)
        checkpoint.remove()
        log.end(chosen, tested, data, generations: result.history.count)
    }

    /// The fitness by which masks are compared.
    private func measure(
        _ data: SearchData, _ linear: LinearFitness?, _ networks: KeptNetworks?, _ context: StageContext
    ) throws -> any GenerationFitness {
        let accuracy = try linear.map { FitnessEvaluation(fitness: $0.value) } ?? trainedAccuracy(data, networks, context)
        return search.sizePenalty > 0 ? PenalisedFitness(accuracy, weight: search.sizePenalty) : accuracy
    }

    private func linear(_ data: SearchData, _ context: StageContext) throws -> LinearFitness {
        let scoring = try fitness.ridge(data, genes: search.genes.most)
        context.progress.log("--fitness linear: measured by \(scoring.measure.rawValue)")
        return LinearFitness(scoring, watch: context.searchWatch)
    }

    private func trainedAccuracy(
        _ data: SearchData, _ networks: KeptNetworks?, _ context: StageContext
    ) throws -> any GenerationFitness {
        let total = search.generations.multipliedReportingOverflow(by: search.population)
        let trained = TrainedFitness(
            try masked(data, data.parts, context), seed: context.seed, watch: context.searchWatch,
            total: total.overflow ? nil : total.partialValue)
        return fitness.fitness == .ladder
            ? LadderFitness(trained, halving: try halving, networks: networks)
            : FitnessEvaluation(fitness: trained.value)
    }

    /// Trains on the columns of masks; `parts` say which photographs it trains on and which it measures.
    private func masked(
        _ data: SearchData, _ parts: [MeasuredSplit], _ context: StageContext
    ) throws -> MaskedTraining {
        MaskedTraining(
            features: data.features, labels: data.labels, parts: parts,
            architecture: try training.architecture(), configuration: training.configuration(seed: context.seed),
            threads: context.threads)
    }

    /// The number of trainings whose weights are in memory at the same time.
    private var networksAtATime: Int {
        get throws { fitness.fitness == .ladder ? try halving.standing(of: search.population).prefix(2).last ?? 1 : 1 }
    }

    private var halving: SuccessiveHalving {
        get throws { try SuccessiveHalving(steps: training.epochs, reduction: fitness.reduction) }
    }

    /// The networks whose weights new masks start from; nil if every training starts from random weights.
    private func keptNetworks() throws -> KeptNetworks? {
        guard fitness.fitness == .ladder, fitness.warmStart else { return nil }
        return KeptNetworks(
            limit: try halving.standing(of: search.population).last ?? 1, architecture: try training.architecture())
    }

    /// The accuracy of the mask found on the test part; nil if there is none, or if the fitness has seen it.
    private func tested(_ best: Individual, _ data: SearchData, _ context: StageContext) throws -> MaskContent.Test? {
        if data.test.isEmpty || fitness.fitnessSplit == .test { return nil }
        let masked = try masked(data, [MeasuredSplit(data.split, measured: data.test)], context)
        let trained = TrainedFitness(masked, seed: context.seed, watch: context.searchWatch)
        return MaskContent.Test(accuracy: try trained.value(best.mask, 0), photographs: data.test.count)
    }

    /// What must match for an interrupted search to resume.
    private func identity(_ source: SourceFeatures, _ test: SourceFeatures?, seed: UInt64) throws -> String {
        let digests = try (source.join.files + (test?.join.files ?? [])).map { try FileDigest.sha256(of: $0.path) }
        let configuration = try CanonicalJSON.text(training.configuration(seed: seed))
        let network = [training.hidden, training.activation.rawValue]
        return
            (digests + network + [configuration, search.identity, fitness.identity, objectives.identity]
            + (scoreLabels.isEmpty ? [] : [scoreLabels.identity])).joined(separator: " ")
    }

    private func content(
        _ chosen: FinalChoice.Result, _ tested: MaskContent.Test?, _ history: [GenerationRecord],
        _ configuration: SearchConfiguration, _ source: SourceFeatures
    ) -> MaskContent {
        var content = MaskContent(
            indices: chosen.best.mask.indices, sourceColumns: source.join.columns, blocks: source.join.blocks,
            fitness: chosen.best.fitness, history: history.series, fitnessSplit: fitness.fitnessSplit.rawValue,
            test: tested)
        let extraction = configuration.costs.lazy.compactMap { $0 as? ExtractionCost }.first
        content.front = chosen.front.map {
            MaskContent.FrontMember(
                indices: $0.mask.indices, accuracy: $0.fitness, cost: extraction?.cost(of: $0.mask))
        }
        return content
    }

    private func write(_ content: MaskContent, _ context: StageContext) throws {
        try MaskFile.write(content, provenance: try context.provenance(inputs: features + fitness.test), to: output)
    }
}

extension StageContext {
    /// Stops the work of a search when the user asks for it, and shows its progress.
    fileprivate var searchWatch: SearchWatch {
        SearchWatch(
            isStopped: { interruption.isRequested }, stopped: { Interrupted() },
            progressed: { progress.update(done: $0, total: $1, note: $2) })
    }
}
