import LinearAlgebra
import Matrices

/// How many principal components to keep, and at which scale.
public struct PrincipalComponentConfiguration: Sendable, Equatable {
    public enum Size: Sendable, Equatable {
        case count(Int)
        /// The fewest components that explain more than this share of the variance, between 0 and 1.
        case varianceShare(Double)
    }

    public let size: Size
    public let whitens: Bool

    public init(size: Size, whitens: Bool = false) {
        self.size = size
        self.whitens = whitens
    }

    /// Fits principal components to `features` `[images, columns]`.
    ///
    /// Exact: the eigenvectors of the covariance where there are at least as many rows as columns, of the rows' own
    /// products where there are fewer; products and eigenvalues in double precision. With n the smaller side, needs
    /// 3 n² doubles besides a centred copy of the features, and rows columns n + 9 n³ operations.
    /// Throws `ReductionError` and `LinearAlgebraError`.
    public func fit(_ features: Matrix) throws -> PrincipalComponents {
        try validate(features)
        let mean = columnMeans(of: features)
        let data = centred(features, mean: mean)
        let side: GramSide = features.rows >= features.columns ? .columns : .rows
        let product = gram(of: data, side: side)
        let order = min(features.rows, features.columns)
        let total = (0..<order).reduce(0) { $0 + product[$1 * order + $1] }
        let eigen = try SymmetricEigen(decomposing: product, side: order)
        let count = try componentCount(eigenvalues: eigen.values, total: total)
        let directions = Self.directions(eigen, count: count, data: data, side: side)
        let divisor = Double(features.rows - 1)
        return PrincipalComponents(
            mean: mean, components: signsFixed(directions),
            explainedVariance: eigen.values.prefix(count).map { max(0, $0) / divisor },
            explainedVarianceRatio: eigen.values.prefix(count).map { max(0, $0) / total },
            samples: features.rows, whitens: whitens)
    }

    private func validate(_ features: Matrix) throws(ReductionError) {
        guard features.rows >= 2 else { throw .tooFewRows(found: features.rows) }
        switch size {
        case .count(let count):
            guard count >= 1 else { throw .invalidComponentCount(count) }
            guard count <= min(features.rows, features.columns) else {
                throw .tooManyComponents(requested: count, rows: features.rows, columns: features.columns)
            }
        case .varianceShare(let share):
            guard share > 0, share < 1 else { throw .invalidShare(share) }
        }
    }

    /// The number of components to keep; never one without variance, whose direction would be arbitrary.
    private func componentCount(eigenvalues: [Double], total: Double) throws(ReductionError) -> Int {
        let threshold = (eigenvalues.first ?? 0) * Double(eigenvalues.count) * Double(Float.ulpOfOne) * 0x1p-10
        let rank = eigenvalues.prefix { $0 > max(threshold, 0) }.count
        switch size {
        case .count(let count):
            guard count <= rank else { throw .componentsBeyondRank(requested: count, rank: rank) }
            return count
        case .varianceShare(let share):
            guard rank > 0 else { throw .componentsBeyondRank(requested: 1, rank: 0) }
            var sum = 0.0
            let reached = eigenvalues.firstIndex { value in
                sum += value
                return sum > share * total
            }
            return min(rank, (reached ?? rank - 1) + 1)
        }
    }

    /// The first `count` principal directions as rows of unit length.
    private static func directions(_ eigen: SymmetricEigen, count: Int, data: Matrix, side: GramSide) -> Matrix {
        let order = eigen.values.count
        switch side {
        case .columns:
            return Matrix(
                rows: count, columns: order, elements: eigen.vectors.prefix(count * order).map(Float.init))
        case .rows:
            // For X = U S Vᵀ the rows' products give U and S², so that Vᵀ = S⁻¹ Uᵀ X.
            let scaled = (0..<count * order).map { index in
                Float(eigen.vectors[index] / eigen.values[index / order].squareRoot())
            }
            return Matrix(rows: count, columns: order, elements: scaled).multiplied(by: data)
        }
    }
}

/// The mean of each column, summed in double precision.
func columnMeans(of matrix: Matrix) -> [Double] {
    var sums = [Double](repeating: 0, count: matrix.columns)
    matrix.withUnsafeBufferPointer { source in
        for row in 0..<matrix.rows {
            let start = row * matrix.columns
            for column in 0..<matrix.columns { sums[column] += Double(source[start + column]) }
        }
    }
    return sums.map { $0 / Double(matrix.rows) }
}

/// The rows with their signs turned so that the element of largest magnitude is positive.
func signsFixed(_ rows: Matrix) -> Matrix {
    var result = rows
    for row in 0..<rows.rows {
        let largest = rows.row(row).max { abs($0) < abs($1) } ?? 0
        guard largest < 0 else { continue }
        for column in 0..<rows.columns { result[row, column] = -result[row, column] }
    }
    return result
}
