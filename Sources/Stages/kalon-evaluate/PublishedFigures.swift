import DataSets
import Evaluation
import Faults

/// The published figures that a command line names.
struct PublishedFigures {
    let benchmarks: PublishedBenchmarks
    /// Nil if no file of them is given.
    let robustness: PublishedRobustness?

    /// Reads files; those with a column `perturbation` hold figures of robustness, the others of benchmarks.
    ///
    /// - Throws: `StorageError`, `EvaluationError`.
    init(files: [String]) throws {
        let tables = try files.map { try CSVTable.read($0) }
        // Each is read alone first, so that an error names its file.
        for table in tables {
            try FileFault.naming(table.path) {
                if table.header.contains(PublishedRobustness.mark) {
                    _ = try PublishedRobustness(records: table.records)
                } else {
                    _ = try PublishedBenchmarks(records: table.records)
                }
            }
        }
        let ofRobustness = tables.filter { $0.header.contains(PublishedRobustness.mark) }
        let others = tables.filter { !$0.header.contains(PublishedRobustness.mark) }
        benchmarks = try PublishedBenchmarks(records: others.flatMap(\.records))
        robustness = ofRobustness.isEmpty ? nil : try PublishedRobustness(records: ofRobustness.flatMap(\.records))
    }
}
