import ArgumentParser
import LinearAlgebra
import Matrices
import Records
import Reduction
import StageSupport

/// Times a fit with its projection on features in memory and on the same features in their file, in turn.
@main
struct ReductionBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reduction-benchmark", abstract: "Prints seconds of fitting and projecting as lines of JSON.")

    @Argument(help: ArgumentHelp("Features file.", valueName: "features.h5"))
    var features: String

    @Option(help: "How many components.")
    var components: Int

    @Option(help: "Threads.")
    var threads = 2

    @Option(help: "How often.")
    var repeats = 3

    func run() throws {
        BLASThreads.use(threads)
        let join = try FeaturesJoin.open([features])
        let matrix = try join.readMatrix()
        for _ in 0..<repeats {
            try measure("memory", matrix)
            try measure("hdf5", join)
        }
    }

    private func measure(_ place: String, _ source: some RowSource) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let fitted = try PrincipalComponentConfiguration(size: .count(components)).fit(source)
        let middle = clock.now
        var rows = 0
        try fitted.transform(source) { rows += $0.rows }
        precondition(rows == source.rowCount, "every row is projected")
        let (fit, transform) = ((middle - start) / .seconds(1), (clock.now - middle) / .seconds(1))
        let explained = fitted.explainedVarianceRatio.reduce(0, +)
        print(#"{"place": "\#(place)", "fit": \#(fit), "transform": \#(transform), "explained": \#(explained)}"#)
    }
}
