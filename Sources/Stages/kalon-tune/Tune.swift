import ArgumentParser
import Batches
import DataSets
import Evaluation
import Faults
import Files
import Foundation
import Imaging
import Inference
import Judging
import Kernels
import Learning
import Matrices
import Networks
import Records
import StageSupport
import Tuning

@main
struct Tune: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-tune",
        abstract: "Trains a convolutional network on photographs.",
        discussion: """
            Puts a head on a network and trains both on the photographs themselves, in phases: head trains the head alone, on \
            features that are computed once; all trains everything; the name of a layer trains from that layer on. The head \
            nima learns how votes are distributed over the scores 1 to 10 (from votes, or from mean scores by maximum entropy); \
            regression learns mean scores themselves, by squared error; classes learns aesthetic and not aesthetic; features \
            makes a small network the student of a larger one: it learns to give the teacher's features, which the layers of the \
            teacher's classifier then judge. --start goes on training a classifier that was tuned before, such as a student. \
            Writes a classifier, and beside it the weights of the trained network in the format of its twin, which the \
            classifier needs from then on. An interrupted training resumes when the same command is given again.

            EXAMPLES
              kalon-tune ava.csv --network mobilenet-v1 --weights mobilenet_1_0_224_tf_no_top.h5 \\
                --head nima --phase head:epochs=5,rate=1e-3 \\
                --phase all:epochs=9,rate=3e-5,decay=2.3e-5 --output nima.h5
              kalon-tune photos --network efficientnet-lite0 --weights efficientnet-lite0 \\
                --head classes --phase head:epochs=10,rate=1e-3 --output judge.h5
              kalon-tune photos --network shufflenet-v2-student --weights seeded:1 \\
                --head features --teacher-features multigap.h5 --teacher classifier.h5 \\
                --dropout 0.7 --batch 8 --phase all:epochs=10,rate=3e-3 --output student.h5
              kalon-tune photos --start student.h5 --head classes --balance oversample \\
                --phase all:epochs=5,rate=1e-4 --output student-2.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("A folder of photographs, or a manifest.", valueName: "folder|manifest.csv"))
    var photographs: String?

    @Option(help: ArgumentHelp("The network, by name (kalon-extract --list shows all).", valueName: "name"))
    var network: String?

    @Option(
        help: ArgumentHelp(
            "The weights to start from: a file in the format of the network's twin, a name from kalon-weights list, or seeded:S "
                + "for random ones. With --start: where the network's weights are now, if they have moved.",
            valueName: "file|name|seeded:S"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Go on with this classifier, which kalon-tune wrote, in place of --network, --weights and a new head.",
            valueName: "classifier.h5"))
    var start: String?

    @Option(
        help: ArgumentHelp(
            "The layers whose means are the head's input, separated by commas; the layers after them are left out. Default: the "
                + "network's own.", valueName: "a,b"))
    var taps: String?

    @Option(
        help: ArgumentHelp(
            "nima: votes for ten scores, by dropout and one layer; regression: one mean score; classes: aesthetic or not; features: "
                + "those of a teacher.", valueName: "nima|regression|classes|features"))
    var head: Head = .nima

    @Option(
        help: ArgumentHelp(
            "A phase of the training; may be repeated. The rate falls as rate / (1 + decay * step); statistics=fixed normalises "
                + "batches of the network by its stored statistics.", valueName: PhaseArgument.form),
        transform: { try PhaseArgument($0) })
    var phase: [PhaseArgument]

    @Option(name: .shortAndLong, help: ArgumentHelp("The classifier to write.", valueName: "classifier.h5"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Train nothing: print as JSON how long each of N steps on random numbers takes, in milliseconds, and the memory of "
                + "the maps.", valueName: "N"))
    var timeSteps: Int?

    @OptionGroup(title: "Teacher")
    var teachers: TeacherOptions

    @OptionGroup(title: "Data set")
    var manifests: ManifestOptions

    @Option(help: ArgumentHelp("Share of the photographs to choose the best epoch on.", valueName: "share"))
    var validation = 0.1

    @OptionGroup(title: "Training")
    var tuning: TuneOptions

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    enum Head: String, ExpressibleByArgument, CaseIterable {
        case nima, regression, classes, features

        /// The head of a classifier that predicts this.
        init(_ prediction: Prediction) {
            switch prediction {
            case .classes: self = .classes
            case .ratings: self = .nima
            case .score: self = .regression
            }
        }
    }

    func validate() throws {
        guard !phase.isEmpty else { throw ValidationError("at least one --phase is needed: \(PhaseArgument.form)") }
        try OptionNumbers.require("--validation", validation, .between(0, 1))
        try OptionNumbers.require("--time-steps", timeSteps, 1...OptionNumbers.most)
        try requireStart()
        try teachers.require(for: head)
        if tuning.balance != .none && (head == .nima || head == .regression) {
            throw ValidationError("--balance needs classes, but --head \(head.rawValue) learns scores; leave it out")
        }
        if timeSteps != nil && (head == .features || start != nil) {
            throw ValidationError("--time-steps times a new head of votes or classes; leave out --start, and --head features")
        }
        guard timeSteps == nil else { return }
        guard photographs != nil else { throw ValidationError("the photographs are missing; give a folder or a manifest") }
        guard output != nil else { throw ValidationError("--output FILE.h5 is missing") }
    }

    private func requireStart() throws {
        guard start != nil else {
            guard network != nil else { throw ValidationError("--network is missing; give a network, or --start CLASSIFIER.h5") }
            guard weights != nil else { throw ValidationError("--weights is missing; give a weight file, or seeded:S") }
            return
        }
        guard network == nil, taps == nil, tuning.dropout == nil else {
            throw ValidationError("--start names a network with its head; leave out --network, --taps and --dropout")
        }
        guard head != .features else {
            throw ValidationError("--start goes on with a classifier's own head; give --head classes, nima or regression")
        }
    }

    func execute(_ context: StageContext) throws {
        if let timeSteps { return try printTiming(steps: timeSteps, context) }
        guard let photographs, let output else { preconditionFailure("validated arguments name photographs and an output") }
        try train(photographs, output: output, context)
    }

    private func body(_ context: StageContext) throws -> TuneBody {
        if let start {
            return try TuneBody(
                continuing: Classifier(path: start), movedWeights: weights, head: head, threads: context.threads)
        }
        guard let network, let weights else { preconditionFailure("validated arguments name a network and its weights") }
        return try TuneBody(network: network, weights: weights, taps: taps, threads: context.threads)
    }

    private func printTiming(steps: Int, _ context: StageContext) throws {
        let body = try body(context).network
        let timing = try StepTiming(
            body: body, head: architecture(outputs: [.nima: 10, .regression: 1][head] ?? 2),
            configuration: tuning.configuration(phases: phase.map(\.phase), seed: context.seed),
            side: tuning.recipe(of: body.network).width, steps: steps, threads: context.threads)
        try Console.json(CanonicalJSON.text(timing))
    }

    private func train(_ photographs: String, output: String, _ context: StageContext) throws {
        let start = try body(context)
        let body = start.network
        let weightsPath = Self.weightsPath(beside: output, body.network)
        try context.requireWritable(
            [output, weightsPath], inputs: [photographs, try start.weightsFile].compactMap { $0 } + inputs)
        let teaching = try teachers.teaching()
        let list = try manifests.load(photographs, labels: head == .classes ? .taken : .ignored, context)
        if let output = list.photographs.photograph(among: [output, weightsPath]) { throw PipelineError.pathTwice(output) }
        let truth = try TuneTruth(list, head: head, teaching: teaching, validation: validation, seed: context.seed)
        let unknown = list.photographs.count - truth.photographs.count
        if unknown > 0, head != .features {
            context.progress.log(
                "\(unknown) of \(list.photographs.count) photographs are not used: they are for tests, or have no "
                    + (head == .classes ? "label" : "votes and no mean score"))
        }
        let recipe = try tuning.recipe(for: start, teaching)
        let configuration = tuning.configuration(phases: phase.map(\.phase), seed: context.seed)
        let checkpoint = try PacedCheckpoint<TuningSnapshot.Outline>(
            output: output, identity: try identity(body, recipe, configuration, truth), clock: context.clock,
            counts: \.allCounts)
        let snapshot = try checkpoint.load().map(TuningSnapshot.init)
        let batches = try PhotographBatches(
            of: truth.photographs, recipe: recipe, seed: context.seed, batchSize: configuration.batchSize,
            threads: context.threads, decoder: decoding.decoder, cache: tuning.cache(context),
            knownBroken: snapshot?.outline.skipped ?? [])
        let run = try TuningRun(
            body: body, head: try newHead(start, truth, seed: context.seed),
            configuration: configuration, data: truth.data, batches: batches, threads: context.threads,
            implementations: tuning.implementations(context), resumingFrom: snapshot)
        if truth.withoutFeatures > 0 {
            context.progress.log(
                "\(truth.withoutFeatures) photographs have no row in \(teachers.teacherFeatures.joined(separator: ", ")), and are "
                    + "left out")
        }
        context.progress.log(
            "\(truth.data.split.training.count) photographs to train on, \(truth.data.split.validation.count) to choose the epoch "
                + "by; \(body.network.name) with \(body.columns) features")
        try train(run, checkpoint, configuration, output: output, context)
        report(batches, context)
        try write(
            run, start, recipe, configuration, truth, teaching,
            Places(photographs: photographs, output: output, weights: weightsPath), context)
        checkpoint.remove()
    }

    /// The files that are read in addition to photographs and weights.
    var inputs: [String] { teachers.files + [start].compactMap { $0 } }

    /// What must match for interrupted work to resume.
    private func identity(
        _ body: WeightedNetwork, _ recipe: PictureRecipe, _ configuration: TuningConfiguration, _ truth: TuneTruth
    ) throws -> String {
        let files = try inputs.map { try FileDigest.sha256(of: $0) }
        let list = truth.photographs.map {
            "\($0.path) \($0.label) \($0.scores) \($0.meanScore ?? .nan) \($0.split?.rawValue ?? "")"
        }
        return [
            body.network.name, body.weightsDigest, body.taps.joined(separator: ","), head.rawValue, "\(dropout)",
            "\(validation)", try CanonicalJSON.text(recipe), try CanonicalJSON.text(configuration), "\(common.threads) threads",
            Plan.engineIdentity, Array(list.joined(separator: "\n").utf8).withUnsafeBytes { FileDigest.sha256(of: $0) },
            files.joined(separator: ","),
        ].joined(separator: " ")
    }

    private func train(
        _ run: TuningRun, _ checkpoint: PacedCheckpoint<TuningSnapshot.Outline>, _ configuration: TuningConfiguration,
        output: String, _ context: StageContext
    ) throws {
        let done = run.history.epochs.count
        let total = configuration.phases.reduce(0) { $0 + $1.epochs }
        if done > 0 { context.progress.log("resuming after epoch \(done) of an earlier run") }
        context.progress.begin(done: done)
        let events = try tuning.tensorboard.map { try EpochEvents(folder: $0, output: output, from: Date()) }
        try events?.add(run.history.epochs, at: Date())
        var announced: Int?
        while !run.isFinished {
            let phase = configuration.phases[run.phaseNumber]
            if announced != run.phaseNumber {
                context.progress.log("phase \(run.phaseNumber + 1) of \(configuration.phases.count): \(phase.summary)")
                announced = run.phaseNumber
            }
            let report = try nextEpoch(of: run, context)
            let record = report.record
            context.progress.update(
                done: record.epoch + 1, total: total,
                note: "loss \(number(record.trainingLoss)), validation \(results(of: record))" + stepTime(report, phase))
            try events?.add([record], at: Date())
            try checkpoint.saveWhenDue {
                let snapshot = try run.snapshot()
                return (snapshot.outline, snapshot.tensors)
            }
        }
        try events?.write()
        if let best = run.history.best {
            context.progress.log(
                "best epoch \(best.epoch + 1) of \(total): validation loss \(results(of: best)), slightly optimistic because of the "
                    + "choice")
        }
    }

    private func nextEpoch(of run: TuningRun, _ context: StageContext) throws -> EpochReport {
        let done = run.history.epochs.count
        do {
            return try run.nextEpoch { computed, total in
                if computed == 0 { context.progress.begin() }
                context.progress.update(done: computed, total: total, note: "features for the head")
                if computed == total { context.progress.begin(done: done) }
            } shouldStop: {
                context.interruption.isRequested
            }
        } catch TuningError.cancelled {
            throw Interrupted()
        }
    }

    /// Steps on features take next to no time, which nobody plans by.
    private func stepTime(_ report: EpochReport, _ phase: TuningPhase) -> String {
        phase.part == .head ? "" : String(format: ", %.0f ms a step", report.stepTime / .milliseconds(1))
    }

    private func report(_ batches: PhotographBatches, _ context: StageContext) {
        let skipped = batches.skipped
        if let first = skipped.first {
            let count = skipped.count == 1 ? "1 photograph" : "\(skipped.count) photographs"
            context.progress.log("\(count) could not be read; the first is \(first.path): \(first.reason)")
        }
        for sentence in batches.reading.sentences([batches.recipe.orientation]) { context.progress.log(sentence) }
    }
}
