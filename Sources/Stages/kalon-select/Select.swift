import ArgumentParser
import Evaluation
import Evolution
import Foundation
import Judging
import Learning
import Matrices
import Records
import Selection
import StageSupport

@main
struct Select: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-select",
        abstract: "Chooses columns by how well they predict the labels, without a search.",
        discussion: """
            Writes a mask like that of kalon-evolve. All photographs take part in the choice except those in the test part of \
            a manifest's split, so keep apart the photographs that will measure the result. Perturbed copies \
            (kalon-extract --augment) do not take part.

            EXAMPLES
              kalon-select multigap.h5 b7.h5 --by anova --genes 5000 --output mask.h5
              kalon-select taps.h5 --by greedy --genes 100 --output mask.h5
              kalon-select taps.h5 --by taps --output mask.h5
              kalon-train multigap.h5 b7.h5 --output all.h5
              kalon-select multigap.h5 b7.h5 --by gradient --model all.h5 \\
                --genes 9744 --output mask.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files; their columns are put side by side in this order.", valueName: "features.h5"))
    var features: [String]

    @OptionGroup
    var scoreLabels: ScoreLabelOptions

    @OptionGroup(title: "Selection")
    var selection: SelectionOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The mask file to write.", valueName: "mask.h5"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        guard !features.isEmpty else { throw ValidationError("at least one features file is needed") }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: features + [selection.model].compactMap { $0 })
        let files = try scoreLabels.applied(to: SourceFeatures(features), context)
        for note in files.notesOnParts { context.progress.log(note) }
        let source = try files.learning()
        let all = try source.labels()
        let untouched = source.join.rows.untouched
        let labels = untouched.map { all[$0] }
        let groups = RowGroups(source.join.rows.selecting(rows: untouched))
        let selector = try selection.selector(for: source, groups: groups, seed: context.seed)
        let kernels = (selector as? TapSelection)?.bytes(rows: labels.count) ?? 0
        try requireMemory(rows: all.count, columns: source.join.columns, kernels: kernels)
        let read = try source.join.readMatrix()
        try read.requireVariety(file: features[0])
        let matrix = untouched.count == read.rows ? read : read.selecting(rows: untouched)
        let data = try LabelledColumns(features: matrix, labels: labels, threads: context.threads)
        context.progress.log(
            selection.by == .taps
                ? "\(data.rows) photographs, \(data.columns) columns; choosing whole layers of together at most \(selection.genes) columns"
                : "\(data.rows) photographs, \(selection.genes) of \(data.columns) columns by \(selection.by.rawValue)")
        let chosen = try selector.select(selection.genes, from: data) { try context.interruption.check() }
        if selection.by == .taps {
            context.progress.log("the columns of \(try source.tapsWithin(chosen.mask).joined(separator: ", "))")
        } else if chosen.mask.count < selection.genes {
            context.progress.log("only \(chosen.mask.count) columns were useful, fewer than the \(selection.genes) asked for")
        }
        let accuracy = try regressionAccuracy(
            on: try chosen.mask.project(matrix), labels, groups, context)
        let content = MaskContent(
            indices: chosen.mask.indices, sourceColumns: source.join.columns, blocks: source.join.blocks,
            fitness: accuracy,
            history: chosen.scores.isEmpty ? [] : [HistorySeries(name: "score", values: .reals(chosen.scores))])
        context.warn(Warning.randomWeights(of: source.extractors))
        let inputs = features + [selection.model].compactMap { $0 }
        try MaskFile.write(content, provenance: try context.provenance(inputs: inputs), to: output)
    }

    /// Checks the memory for the features, for their standardised and transposed copies, for ridge regression, and for the
    /// kernels of taps.
    private func requireMemory(rows: Int, columns: Int, kernels: Double) throws {
        let copies: Double = selection.by == .greedy ? 5 : selection.by == .random ? 2 : 3
        let regression = RidgeScoring.bytes(rows: rows, columns: selection.genes, chosen: selection.genes)
        try Memory.require(
            copies * 4 * Double(rows) * Double(columns) + regression + kernels,
            for: "--by \(selection.by.rawValue) on \(rows) photographs of \(columns) columns, \(selection.genes) of them chosen,",
            advice: "give fewer --genes, or reduce the columns first (kalon-reduce)")
    }

    /// The accuracy of ridge regression on the chosen columns, measured as in a search with `--fitness linear`.
    private func regressionAccuracy(
        on chosen: Matrix, _ labels: [Int], _ groups: RowGroups?, _ context: StageContext
    ) throws -> Double {
        // A class with very few photographs cannot be divided.
        let fewest = [0, 1].map { label in labels.count { $0 == label } }.min() ?? 0
        let leavesOneOut = groups == nil && (chosen.rows <= chosen.columns || fewest < 4)
        let split =
            leavesOneOut
            ? StratifiedSplit(training: Array(labels.indices), validation: [])
            : try StratifiedSplit(labels: labels, fraction: 0.25, seed: context.seed, groups: groups)
        let scoring = try RidgeScoring(
            features: chosen, labels: labels, split: split, chosen: chosen.columns, penalty: selection.penalty,
            measure: leavesOneOut ? .leaveOneOut : .validation)
        let accuracy = try scoring.accuracy(of: Array(0..<chosen.columns))
        let measured = leavesOneOut ? Array(labels.indices) : split.validation
        let figure = MeasuredAccuracy(share: accuracy, photographs: measured.count, ones: measured.count { labels[$0] == 1 })
        context.progress.log(
            "ridge regression on them: \(figure.words), by \(scoring.measure.rawValue), on photographs that took part in the "
                + "choice"
        )
        if !leavesOneOut {
            context.warn(
                Warning.missingClasses(
                    in: "the validation part", labels: measured.map { labels[$0] }, remedy: "add photographs of it"))
        }
        return accuracy
    }
}
