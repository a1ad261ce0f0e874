import Evaluation
import Storage

/// The published figures that a command line names.
struct PublishedFigures {
    let benchmarks: PublishedBenchmarks
    /// Nil where no file of them is given.
    let robustness: PublishedRobustness?

    /// A file with a column `perturbation` is of robustness, any other of benchmarks. Throws `StorageError`,
    /// `EvaluationError`.
    init(files: [String]) throws {
        let tables = try files.map { try CSVTable.read($0) }
        let ofRobustness = tables.filter { $0.header.contains(PublishedRobustness.mark) }
        let others = tables.filter { !$0.header.contains(PublishedRobustness.mark) }
        benchmarks = try PublishedBenchmarks(records: others.flatMap(\.records))
        robustness = ofRobustness.isEmpty ? nil : try PublishedRobustness(records: ofRobustness.flatMap(\.records))
    }
}
