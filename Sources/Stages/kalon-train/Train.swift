import ArgumentParser
import Evaluation
import Faults
import Files
import Foundation
import Judging
import Learning
import Matrices
import Records
import StageSupport

@main
struct Train: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-train",
        abstract: "Trains the aesthetic / not aesthetic classifier on features.",
        discussion: """
            With fewer than 1000 photographs (preset small), trains logistic regression whose penalty is chosen by \
            cross-validation; with more (preset published), the published network: layers of 2048, 1024 and 256 units with \
            ReLU, batch normalisation and dropout, then two classes, trained with Adam, keeping the weights of the epoch with \
            the lowest validation loss. With either preset, an option that belongs to networks, such as --hidden, trains a \
            network. Keras can load the output. The published method is --preset published --no-standardise --no-calibrate. \
            With --loss emd, a network learns from votes how they are distributed over the scores. An interrupted training \
            resumes when the same command is given again.

            EXAMPLES
              kalon-train taps.h5 --folds 5 --output classifier.h5
              kalon-train multigap.h5 b7.h5 --mask mask.h5 --preset published \\
                --seed 1 --output classifier.h5
              kalon-train taps.h5 --hidden 256 --epochs 150 --patience 40 \\
                --output classifier.h5
              kalon-train rated.h5 --loss emd --threshold 5 --epochs 30 --output ratings.h5
              kalon-train b7.h5 --teacher classifier.h5 \\
                --teacher-features multigap.h5 b7.h5 --output student.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files; their columns are put side by side in this order.", valueName: "features.h5"))
    var features: [String]

    @OptionGroup
    var scoreLabels: ScoreLabelOptions

    @Option(help: ArgumentHelp("Train only on the columns of this mask.", valueName: "mask.h5"))
    var mask: String?

    @Option(
        help: ArgumentHelp(
            "Also learn from this classifier's probabilities; may be repeated, to learn from the mean of several classifiers' "
                + "logits.", valueName: "classifier.h5"))
    var teacher: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The teachers' features of the same photographs; each teacher takes those that it needs. Default: the student's "
                + "files.",
            valueName: "features.h5"))
    var teacherFeatures: [String] = []

    @Option(help: "Temperature that softens the teacher's probabilities. (default: 2.0)")
    var temperature: Double?

    @Option(help: "Weight of the teacher relative to the labels, 0 to 1. (default: 0.5)")
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "What is learned. cross-entropy: labels; emd: the distribution of votes (columns r1, r2, … of a manifest), with the "
                + "squared earth mover's distance.", valueName: "loss"))
    var loss: LossName = .crossEntropy

    @Option(
        help: ArgumentHelp(
            "With --loss emd: the lowest mean score that counts as aesthetic. (default: the middle of the scale)",
            valueName: "score"))
    var threshold: Double?

    @Option(
        help: ArgumentHelp(
            "Weight of matching the input of the teacher's last layer through a learned linear map (FitNets). (default: 0)",
            valueName: "weight"))
    var matching: Double?

    @Option(
        help: ArgumentHelp(
            "small: logistic regression, or if an option needs a network, 150 epochs in steps of 32 photographs; published: the "
                + "published network, 15 epochs in steps of 128. Other options override the preset. (default: small for fewer than "
                + "\(Preset.publishedFrom) labelled photographs)", valueName: "preset"))
    var preset: Preset?

    @Option(help: "What is trained: linear (logistic regression) or network. (default: depends on the preset)")
    var head: Head?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Divide the logits by the temperature that best fits held-out photographs, for reliable confidence. (default for labels)"
    )
    var calibrate: Bool?

    @Option(help: ArgumentHelp("Also measure the accuracy by cross-validation with N folds.", valueName: "N"))
    var folds: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("The classifier file to write.", valueName: "classifier.h5"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Also write the loss, accuracy and learning rate of each epoch for TensorBoard, as a run that is named after the "
                + "output.", valueName: "folder"))
    var tensorboard: String?

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
            throw ValidationError("--aesthetic-from makes labels, but --loss emd learns from votes; leave out one of them")
        }
        guard loss == .emd || threshold == nil else { throw ValidationError("--threshold needs --loss emd") }
        guard loss != .emd || folds == nil else {
            throw ValidationError("--folds needs labels, but --loss emd learns from votes; leave out one of them")
        }
        try OptionNumbers.require("--folds", folds, 2...OptionNumbers.most)
        try OptionNumbers.require("--threshold", threshold, .above(1))
        try OptionNumbers.require("--temperature", temperature, .above(0))
        try OptionNumbers.require("--alpha", alpha, .from(0, to: 1))
        try OptionNumbers.require("--matching", matching, .from(0))
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
        let choice = try TrainingChoice(self, photographs: source.join.rows.untouched.count)
        let training = self.training.resolved(for: choice.preset)
        try requireMemory(choice, training, rows: source.join.count, columns: mask?.columns.count ?? source.join.columns, source)
        let matrix = try source.join.readMatrix()
        try matrix.requireVariety(file: features[0])
        let input = mask.map { matrix.selecting(columns: $0.columns) } ?? matrix
        context.progress.log(
            "\(source.join.rows.countInWords), \(input.columns) columns, \(truth.summary(of: source.join.rows.untouched))")
        context.progress.log(choice.sentence)
        let groups = RowGroups(source.join.rows)
        if let folds, case .labels(let labels) = truth {
            try Trainer.checkFolds(folds, labels: labels, groups: groups, seed: context.seed)
        }
        let material = TrainingMaterial(
            input: input, truth: truth,
            teacher: try teacherAnswers(
                rows: source.join.rows, classes: truth.classNames.count, threads: context.threads),
            split: source.givenSplit, groups: groups)
        let checkpoint = try checkpoint(training, context)
        var result = try result(of: choice, training, material, checkpoint, context)
        result.report.test = try files.test(votes: loss == .emd).map { test in
            try TestedPart(result.network, test, mask: mask, loss: loss, threshold: threshold, threads: context.threads)
        }
        result.report.preset = choice.preset.rawValue
        result.report.warnings += Warning.randomWeights(of: source.extractors)
        result.report.warnings += Warning.ofSizes(in: source.join.rows, set: source.join.files[0].header.dataset)
        try write(result, truth, source, mask, context)
        checkpoint.remove()
        for line in result.lines + result.report.lines { context.progress.log(line) }
        context.warn(result.report.warnings)
    }

    /// The options given that do not apply to a linear head.
    var optionsOfNetworks: [String] {
        training.given + (teacher.isEmpty ? [] : ["--teacher"]) + (loss == .emd ? ["--loss emd"] : [])
    }

    private var calibrates: Bool { calibrate ?? (loss == .crossEntropy) }

    private func result(
        of choice: TrainingChoice, _ training: TrainingOptions, _ material: TrainingMaterial,
        _ checkpoint: PacedCheckpoint<TrainingSnapshot.Outline>, _ context: StageContext
    ) throws -> TrainedResult {
        if choice.head == .linear, let labels = material.labels {
            return try LinearTraining(calibrates: calibrates, folds: folds, context: context).train(on: material, labels: labels)
        }
        let trainer = Trainer(
            architecture: try training.architecture(classes: material.truth.classNames.count),
            configuration: try configuration(training, context), threads: context.threads)
        let events = try tensorboard.map { folder in
            try EpochEvents(folder: folder, output: output, from: Date())
        }
        return try NetworkTraining(
            trainer: trainer, calibrationIsWanted: calibrate == true, folds: folds, checkpoint: checkpoint, events: events,
            context: context
        ).train(on: material)
    }

    private func configuration(_ training: TrainingOptions, _ context: StageContext) throws -> TrainingConfiguration {
        let distillation =
            teacher.isEmpty
            ? nil : try Distillation(alpha: alpha ?? 0.5, temperature: temperature ?? 2, matching: matching ?? 0)
        return training.configuration(seed: context.seed, distillation: distillation, calibrates: calibrates)
    }

    private func requireMemory(
        _ choice: TrainingChoice, _ training: TrainingOptions, rows: Int, columns: Int, _ source: SourceFeatures
    ) throws {
        guard choice.head == .linear else {
            return try training.requireMemory(rows: rows, columns: columns, sourceColumns: source.join.columns)
        }
        let read = 4 * Double(rows) * Double(source.join.columns + (columns == source.join.columns ? 0 : columns))
        try Memory.require(
            read + LinearHead.bytes(rows: rows, columns: columns),
            for: "logistic regression on \(rows) rows of \(columns) columns",
            advice: "give --head network, or fewer columns")
    }

    /// Every file that is read.
    private var inputs: [String] { features + [mask].compactMap { $0 } + teacher + teacherFeatures }

    /// The state from which an interrupted training resumes; its identity is what must match.
    private func checkpoint(_ training: TrainingOptions, _ context: StageContext) throws -> PacedCheckpoint<
        TrainingSnapshot.Outline
    > {
        let text = try CanonicalJSON.text(try configuration(training, context))
        let options =
            [training.hidden, training.activation.rawValue, loss.rawValue, text]
            + (scoreLabels.isEmpty ? [] : [scoreLabels.identity])
        let identity = (try inputs.map { try FileDigest.sha256(of: $0) } + options).joined(separator: " ")
        return try PacedCheckpoint(output: output, identity: identity, clock: context.clock, counts: \.counts)
    }

    /// The teachers' answers for the same photographs, in the same order; nil without teachers.
    private func teacherAnswers(rows: FeaturesRows, classes: Int, threads: Int) throws -> TeacherAnswers? {
        if teacher.isEmpty { return nil }
        let files = try (teacherFeatures.isEmpty ? features : teacherFeatures).map { try FeaturesFile.open($0) }
        var answers: [TeacherAnswers] = []
        var used: Set<String> = []
        for path in teacher {
            let classifier = try Classifier(path: path)
            try FileFault.naming(path) {
                let set = try classifier.set(named: files[0].header.dataset, files: files, leavingOthers: teacher.count > 1)
                let input = try set.input.selecting(rows: set.positions(of: rows.keys))
                let answer = try classifier.network.answers(to: input, penultimate: (matching ?? 0) > 0, threads: threads)
                try answer.require(classes: classes)
                answers.append(answer)
                used.formUnion(set.files)
            }
        }
        if let unused = files.first(where: { !used.contains($0.path) }) {
            throw JudgingError.unusedFile(file: unused.path, extractor: unused.header.extractor)
        }
        return answers.count == 1 ? answers[0] : TeacherAnswers.mean(of: answers)
    }

    private func write(
        _ result: TrainedResult, _ truth: TrainingTruth, _ source: SourceFeatures, _ mask: ColumnMask?, _ context: StageContext
    ) throws {
        let network = result.network
        let application = ClassifierApplication(
            extractors: source.join.files.map(\.header.extractorJSON), blocks: source.rawBlocks,
            reductions: source.reductions, mask: mask.map { $0.columns.map(UInt32.init) },
            scaling: network.inputScaling.map { .init(mean: $0.mean, deviation: $0.deviation) },
            output: truth.output, classNames: truth.classNames, threshold: threshold ?? truth.threshold,
            history: network.history.epochs.isEmpty ? [] : network.history.series,
            trainingJSON: try CanonicalJSON.text(result.report), trainedOn: source.trainedOn)
        let content = ClassifierContent(
            inputWidth: network.inputs, layers: network.classifierLayers, application: application)
        try ClassifierFile.write(content, provenance: try context.provenance(inputs: inputs), to: output)
    }
}
