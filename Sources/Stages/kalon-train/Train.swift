import ArgumentParser
import Foundation
import Learning
import Matrices
import StageSupport
import Storage

@main
struct Train: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-train",
        abstract: "Trains the aesthetic / not aesthetic classifier on features.",
        discussion: """
            The published network: 2048, 1024 and 256 units, each with ReLU, batch normalisation and dropout, then two \
            classes; Adam; the weights of the epoch with the lowest validation loss are kept. Keras loads the output. The \
            published way is --no-standardise. With --loss emd it learns from votes how they are distributed over the \
            scores. A stopped training goes on when the same command is given again.

            EXAMPLES
              kalon-train multigap.h5 b7.h5 --mask mask.h5 --epochs 15 --seed 1 \\
                --output classifier.h5
              kalon-train taps.h5 --epochs 150 --patience 40 --calibrate --folds 5 \\
                --output classifier.h5
              kalon-train rated.h5 --loss emd --threshold 5 --epochs 30 --output ratings.h5
              kalon-train b7.h5 --teacher classifier.h5 \\
                --teacher-features multigap.h5 b7.h5 --output student.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files, whose columns stand side by side in this order.", valueName: "features.h5"))
    var features: [String]

    @OptionGroup
    var scoreLabels: ScoreLabelOptions

    @Option(help: ArgumentHelp("Train on the columns of this mask alone.", valueName: "mask.h5"))
    var mask: String?

    @Option(
        help: ArgumentHelp(
            "Learn from this classifier's probabilities too; given several times, from the mean of several classifiers' logits.",
            valueName: "classifier.h5"))
    var teacher: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The teachers' features of the same photographs, of which each takes what it needs. Default: the student's files.", valueName: "features.h5"))
    var teacherFeatures: [String] = []

    @Option(help: "Temperature that softens the teacher's probabilities. (default: 2.0)")
    var temperature: Double?

    @Option(help: "Weight of the teacher against the labels, 0 to 1. (default: 0.5)")
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "What is learned. cross-entropy: labels; emd: the distribution of votes (columns r1, r2, … of a manifest), by the "
                + "squared earth mover's distance.", valueName: "loss"))
    var loss: LossName = .crossEntropy

    @Option(
        help: ArgumentHelp(
            "With --loss emd: the mean score from which a photograph counts as aesthetic. (default: the middle of the scale)",
            valueName: "score"))
    var threshold: Double?

    @Option(
        help: ArgumentHelp(
            "Weight of matching what reaches the teacher's last layer, by a learned linear map (FitNets). (default: 0)",
            valueName: "weight"))
    var matching: Double?

    @Flag(help: "Divide the logits by the temperature that fits the validation part best, so that confidence is true.")
    var calibrate = false

    @Option(help: ArgumentHelp("Also measure on each of so many parts a training on the others.", valueName: "count"))
    var folds: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("The classifier file to write.", valueName: "classifier.h5"))
    var output: String

    @OptionGroup(title: "Training")
    var training: TrainingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    enum LossName: String, ExpressibleByArgument, CaseIterable {
        case crossEntropy = "cross-entropy"
        case emd
    }

    func validate() throws {
        guard loss != .emd || scoreLabels.isEmpty else {
            throw ValidationError("--aesthetic-from makes labels, and --loss emd learns from votes")
        }
        guard loss == .emd || threshold == nil else { throw ValidationError("--threshold needs --loss emd") }
        guard loss != .emd || folds == nil else { throw ValidationError("--folds needs labels, and --loss emd learns from votes") }
        guard folds ?? 2 >= 2 else { throw ValidationError("--folds is \(folds ?? 0); 2 or more are expected") }
        guard !features.isEmpty else { throw ValidationError("at least one features file is needed") }
        guard !teacher.isEmpty || (teacherFeatures.isEmpty && temperature == nil && alpha == nil && matching == nil) else {
            throw ValidationError("--teacher-features, --temperature, --alpha and --matching need --teacher")
        }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: inputs)
        let files = try scoreLabels.applied(to: SourceFeatures(features), context)
        for note in files.notesOnParts { context.progress.log(note) }
        let source = try files.learning()
        let truth = try TrainingTruth(source, loss: loss)
        if let threshold { try truth.check(threshold: threshold) }
        let mask = try self.mask.map { try ColumnMask(path: $0, for: source) }
        try training.requireMemory(
            rows: source.join.count, columns: mask?.columns.count ?? source.join.columns,
            sourceColumns: source.join.columns)
        let matrix = try source.join.readMatrix()
        let input = mask.map { matrix.selecting(columns: $0.columns) } ?? matrix
        let distillation =
            teacher.isEmpty
            ? nil : try Distillation(alpha: alpha ?? 0.5, temperature: temperature ?? 2, matching: matching ?? 0)
        let configuration = training.configuration(
            seed: context.seed, distillation: distillation, calibrates: calibrate)
        let trainer = Trainer(
            architecture: try training.architecture(classes: truth.classNames.count), configuration: configuration)
        context.progress.log("\(source.join.rows.countInWords), \(input.columns) columns, \(truth.summary(of: source.join.rows.untouched))")
        let groups = RowGroups(source.join.rows)
        if let folds, case .labels(let labels) = truth { try trainer.checkFolds(folds, labels: labels, groups: groups) }
        let answers = try teacherAnswers(rows: source.join.rows)
        let checkpoint = try TrainingCheckpoint(output: output, identity: try identity(configuration), clock: context.clock)
        let network = try fit(
            trainer, input, truth, teacher: answers, split: source.givenSplit, groups, checkpoint, context)
        let crossValidation = try crossValidate(trainer, input, truth, teacher: answers, groups, context)
        let test = try files.test(votes: loss == .emd).map { test in
            try TestedPart(network, test, mask: mask, loss: loss, threshold: threshold)
        }
        let report = TrainingReport(
            configuration: configuration, calibration: network.calibration, crossValidation: crossValidation, test: test)
        try write(network, report, truth, source, mask, context)
        checkpoint.remove()
        if let best = network.history.best {
            context.progress.log(
                "best epoch \(best.epoch + 1) of \(network.history.epochs.count): validation loss "
                    + String(format: "%.4f, accuracy %.4f", best.validationLoss, best.validationAccuracy))
        }
        for line in report.lines { context.progress.log(line) }
    }

    /// Every file that is read.
    private var inputs: [String] { features + [mask].compactMap { $0 } + teacher + teacherFeatures }

    /// What must be the same for a stopped training to be gone on with.
    private func identity(_ configuration: TrainingConfiguration) throws -> String {
        let text = try CanonicalJSON.text(configuration)
        let options = [training.hidden, training.activation.rawValue, loss.rawValue, text] + (scoreLabels.isEmpty ? [] : [scoreLabels.identity])
        return (try inputs.map { try FileDigest.sha256(of: $0) } + options)
            .joined(separator: " ")
    }

    private func fit(
        _ trainer: Trainer, _ input: Matrix, _ truth: TrainingTruth, teacher: TeacherAnswers?, split: StratifiedSplit?,
        _ groups: RowGroups?, _ checkpoint: TrainingCheckpoint, _ context: StageContext
    ) throws -> TrainedNetwork {
        let snapshot = try checkpoint.load()
        let run = try truth.start(trainer, input, teacher: teacher, split: split, groups: groups, resumingFrom: snapshot)
        let done = run.history.epochs.count
        if done > 0 { context.progress.log("going on after epoch \(done) of an earlier run") }
        context.progress.begin(done: done)
        var times: [Double] = []
        do {
            while !run.isFinished {
                let report = try run.nextEpoch(shouldStop: { context.interruption.isRequested })
                times.append(report.stepTime / .milliseconds(1))
                show(report.record, context)
                try checkpoint.saveWhenDue(run.snapshot)
            }
        } catch LearningError.cancelled {
            throw Interrupted()
        }
        if !times.isEmpty {
            context.progress.log(
                String(format: "%.2f ms a step (median of the epochs)", times.sorted()[times.count / 2]))
        }
        return try run.result()
    }

    private func show(_ epoch: EpochRecord, _ context: StageContext) {
        context.progress.update(
            done: epoch.epoch + 1, total: training.epochs,
            note: String(
                format: "loss %.4f, validation %.4f, accuracy %.4f", epoch.trainingLoss, epoch.validationLoss,
                epoch.validationAccuracy))
    }

    private func crossValidate(
        _ trainer: Trainer, _ input: Matrix, _ truth: TrainingTruth, teacher: TeacherAnswers?, _ groups: RowGroups?,
        _ context: StageContext
    ) throws -> CrossValidation? {
        guard let folds, case .labels(let labels) = truth else { return nil }
        context.progress.begin()
        do {
            return try trainer.crossValidate(
                folds: folds, features: input, labels: labels, teacher: teacher, groups: groups,
                shouldStop: { context.interruption.isRequested }
            ) { context.progress.update(done: $0, total: folds, note: "folds") }
        } catch LearningError.cancelled {
            throw Interrupted()
        }
    }

    /// What the teachers say of the same photographs, in the same order; nil where there are none.
    private func teacherAnswers(rows: FeaturesRows) throws -> TeacherAnswers? {
        if teacher.isEmpty { return nil }
        let files = try (teacherFeatures.isEmpty ? features : teacherFeatures).map { try FeaturesFile.open($0) }
        var answers: [TeacherAnswers] = []
        var used: Set<String> = []
        for path in teacher {
            let classifier = try Classifier(path: path)
            let set = try classifier.set(named: files[0].header.dataset, files: files, leavingOthers: teacher.count > 1)
            let input = try set.input.selecting(rows: set.positions(of: rows.keys))
            answers.append(try classifier.network.answers(to: input, penultimate: (matching ?? 0) > 0))
            used.formUnion(set.files)
        }
        if let unused = files.first(where: { !used.contains($0.path) }) {
            throw PipelineError.unusedFile(file: unused.path, extractor: unused.header.extractor)
        }
        try TeacherAnswers.checkShapes(answers)
        return answers.count == 1 ? answers[0] : TeacherAnswers.mean(of: answers)
    }

    private func write(
        _ network: TrainedNetwork, _ report: TrainingReport, _ truth: TrainingTruth, _ source: SourceFeatures,
        _ mask: ColumnMask?, _ context: StageContext
    ) throws {
        let application = ClassifierApplication(
            extractors: source.join.files.map(\.header.extractorJSON), blocks: source.rawBlocks,
            reductions: source.reductions, mask: mask.map { $0.columns.map(UInt32.init) },
            scaling: network.inputScaling.map { .init(mean: $0.mean, deviation: $0.deviation) },
            output: truth.output, classNames: truth.classNames, threshold: threshold ?? truth.threshold,
            history: network.history.series, trainingJSON: try CanonicalJSON.text(report))
        let content = ClassifierContent(
            inputWidth: network.inputs, layers: network.classifierLayers, application: application)
        try ClassifierFile.write(content, provenance: try context.provenance(inputs: inputs), to: output)
    }
}
