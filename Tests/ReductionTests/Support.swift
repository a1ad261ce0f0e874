import Matrices
import Testing

/// Records an issue at the caller's line when two lists differ somewhere by more than `tolerance`, or in length.
func expectClose(
    _ found: some Collection<Float>, _ expected: some Collection<Float>, tolerance: Float, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose(
        found.map(Double.init), expected.map(Double.init), tolerance: Double(tolerance), what,
        sourceLocation: sourceLocation)
}

func expectClose(
    _ found: [Double], _ expected: [Double], tolerance: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard found.count == expected.count else {
        Issue.record("\(what): \(found.count) values, \(expected.count) expected", sourceLocation: sourceLocation)
        return
    }
    var worst = (difference: 0.0, index: -1)
    for (index, pair) in zip(found, expected).enumerated() {
        let difference = abs(pair.0 - pair.1)
        if !(difference <= worst.difference) { worst = (difference, index) }
    }
    guard !(worst.difference <= tolerance) else { return }
    Issue.record("\(what): element \(worst.index) differs by \(worst.difference)", sourceLocation: sourceLocation)
}

/// Features that vary in `rank` directions of different sizes, plus noise, around means that are not zero.
func correlatedFeatures(rows: Int, columns: Int, rank: Int, noise: Double = 0.1) -> Matrix {
    var stream = RandomStream(seed: 1, name: "features \(rows) \(columns) \(rank)")
    let directions = (0..<rank).map { _ in (0..<columns).map { _ in stream.normal() } }
    let means = (0..<columns).map { _ in 3 * stream.normal() }
    var features = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
        let factors = (0..<rank).map { stream.normal() * Double(rank - $0) }
        for column in 0..<columns {
            let signal = zip(factors, directions).reduce(means[column]) { $0 + $1.0 * $1.1[column] }
            features[row, column] = Float(signal + noise * stream.normal())
        }
    }
    return features
}
