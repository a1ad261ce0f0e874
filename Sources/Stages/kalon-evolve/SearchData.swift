import Learning
import Matrices
import StageSupport

/// What every fitness measures masks on: the same photographs, divided once for the whole search.
struct SearchData {
    /// `[photographs, columns]`.
    let features: Matrix
    let labels: [Int]
    let split: StratifiedSplit

    init(_ source: SourceFeatures, validation: Double, seed: UInt64) throws {
        labels = try source.labels()
        split = try StratifiedSplit(labels: labels, fraction: validation, seed: seed)
        features = try source.join.readMatrix()
    }
}
