import Matrices
import Records
import Testing

/// What a features file says in numbers and names; times and machines are not in it.
struct FeaturesValues: Equatable {
    let paths: [String]
    let labels: [Int8]
    let features: [UInt32]
    let skipped: [SkippedPhotograph]

    init(_ path: String) throws {
        let file = try FeaturesFile.open(path)
        paths = file.rows.paths
        labels = file.rows.labels
        features = try file.readMatrix().elements.map(\.bitPattern)
        skipped = file.skipped
    }
}
