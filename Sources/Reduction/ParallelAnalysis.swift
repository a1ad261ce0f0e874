import LinearAlgebra
import Matrices

/// How large the variances of principal components become by chance alone (parallel analysis, Horn 1965,
/// doi:10.1007/BF02289447).
///
/// The random features have as many rows as the real ones and the same variances of columns, but their columns have nothing
/// in common. At large sizes their eigenvalues depend only on the ratio of rows to columns and on the spread of the
/// variances (Marchenko and Pastur 1967). Beyond 256 columns, a smaller problem with the same ratio and spread stands in
/// for them.
struct ParallelAnalysis {
    /// The 95th percentile of each random eigenvalue over the draws, descending; the variances have the divisor rows - 1.
    let percentiles: [Double]
    private let columns: Int

    private static let largestSide = 256
    private static let draws = 20
    private static let percentile = 0.95

    /// - Parameter variances: the variances of the columns.
    init(rows: Int, variances: [Double], seed: UInt64) throws {
        let columns = variances.count
        self.columns = columns
        let side = min(columns, Self.largestSide)
        let sorted = variances.sorted(by: >)
        let spread = (0..<side).map { sorted[($0 * columns + columns / 2) / side] }
        let freedom = max(1, Int((Double(rows - 1) * Double(side) / Double(columns)).rounded()))
        var stream = RandomStream(seed: seed, name: "parallel analysis")
        var drawn: [[Double]] = []
        for _ in 0..<Self.draws {
            drawn.append(try Self.eigenvalues(deviations: spread.map { $0.squareRoot() }, freedom: freedom, &stream))
        }
        percentiles = (0..<side).map { place in
            let values = drawn.map { $0[place] }.sorted()
            let position = Self.percentile * Double(Self.draws - 1)
            let below = Int(position)
            let next = min(below + 1, Self.draws - 1)
            return values[below] + (position - Double(below)) * (values[next] - values[below])
        }
    }

    /// How many leading variances are larger than chance would make them.
    func count(of variances: some Collection<Double>) -> Int {
        variances.enumerated().prefix { $0.element > percentiles[$0.offset * percentiles.count / columns] }.count
    }

    /// The eigenvalues of the covariance of independent normal columns.
    ///
    /// They come from a triangular factor (Bartlett 1933), so that the cost does not depend on the number of rows.
    private static func eigenvalues(
        deviations: [Double], freedom: Int, _ stream: inout RandomStream
    ) throws -> [Double] {
        let side = deviations.count
        let depth = min(side, freedom)
        var factor = [Double](repeating: 0, count: side * depth)
        for row in 0..<side {
            for column in 0..<min(row, depth) { factor[row * depth + column] = deviations[row] * stream.normal() }
            if row < depth { factor[row * depth + row] = deviations[row] * stream.chi(freedom: freedom - row) }
        }
        var product = SymmetricSum(side: side)
        product.add(factor, rows: side, columns: depth, stride: depth, side: .rows)
        let eigen = try SymmetricEigen<Double>(decomposing: product.symmetric(), side: side) { _ in 0 }
        return eigen.values.map { max(0, $0) / Double(freedom) }
    }
}

extension RandomStream {
    /// The length of a vector of `freedom` standard normal deviates; for long vectors it is the root of a gamma deviate.
    mutating func chi(freedom: Int) -> Double {
        precondition(freedom > 0, "a chi deviate has at least one degree of freedom")
        guard freedom > 16 else {
            return (0..<freedom).reduce(0.0) { sum, _ in
                let value = normal()
                return sum + value * value
            }.squareRoot()
        }
        return (2 * gamma(shape: Double(freedom) / 2)).squareRoot()
    }
}
