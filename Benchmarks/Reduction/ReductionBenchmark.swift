import Foundation
import Judging
import Matrices
import Records
import Reduction

/// Times a fit with its projection on features in memory and on the same features in their file, in turn.
///
/// Run it as `reduction-benchmark FEATURES.h5 COMPONENTS`; it prints seconds as lines of JSON. BLAS uses as many threads as
/// there are processors, or as `OPENBLAS_NUM_THREADS` says.
@main
struct ReductionBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let components = Int(arguments[2]), components > 0 else {
            print("usage: reduction-benchmark FEATURES.h5 COMPONENTS")
            exit(64)
        }
        let join = try FeaturesJoin.open([arguments[1]])
        try measure("memory", join.readMatrix(), components: components)
        try measure("hdf5", join, components: components)
    }

    private static func measure(_ place: String, _ source: some RowSource, components: Int) throws {
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
