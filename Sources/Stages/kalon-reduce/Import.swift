import ArgumentParser
import Faults
import Foundation
import Judging
import Records
import Reduction
import StageSupport

struct Import: ReduceStage {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Imports a PCA fitted by scikit-learn, from its pickle or from .npz.",
        discussion: """
            No code of a pickle is run: a reader that knows the few names in a fitted PCA builds its arrays, and \
            refuses everything else by name. An .npz holds mean, components and explained_variance, and may hold \
            explained_variance_ratio, samples and whiten; missing ratios are stored as not a number, missing samples as 0.

            EXAMPLE
              kalon-reduce import pca.pkl --features multigap.h5 --output pca-multigap.h5
            """)

    @Argument(help: ArgumentHelp("The pickle or .npz.", valueName: "pca"))
    var fitted: String

    @Option(
        help: ArgumentHelp(
            "Features with the columns that it was fitted on; their extractors are stored with it.", valueName: "features.h5"))
    var features: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the components.", valueName: "pca.h5"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: [fitted, features])
        let source = try SourceFeatures([features])
        let arrays = try PrincipalComponentArrays.read(fitted)
        if arrays.mean.count != source.join.columns {
            try FileFault.naming(fitted) {
                throw ReductionError.columnsDiffer(found: source.join.columns, expected: arrays.mean.count)
            }
        }
        let content = try PrincipalComponents(arrays).content(
            blocks: source.join.blocks, extractors: source.join.files.map(\.header.extractorJSON))
        try ReductionFile.write(content, provenance: try context.provenance(inputs: [fitted, features]), to: output)
        context.progress.log("\(arrays.components.rows) components of \(arrays.mean.count) columns")
    }
}

struct Export: ReduceStage {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Exports fitted components as .npz for numpy.load.",
        discussion: """
            EXAMPLE
              kalon-reduce export pca-multigap.h5 --output pca.npz
            """)

    @Argument(help: ArgumentHelp("Fitted components.", valueName: "pca.h5"))
    var model: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the arrays.", valueName: "pca.npz"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: [model])
        try ReductionFile.read(model).export(to: output)
    }
}
