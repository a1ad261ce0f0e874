import Matrices

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
