import LinearAlgebra
import Matrices

/// What is known about the eigenvalues before they are computed.
struct Spectrum {
    /// The sum of the eigenvalues.
    let total: Double
    let rows: Int
    /// The variances of the columns, if they are known.
    let variances: [Double]
    let columns: Int
    let arithmetic: Arithmetic

    /// The most directions in which centred rows can vary.
    var largestRank: Int { min(rows - 1, columns) }

    /// How many leading eigenvalues are larger than what rounding alone produces.
    ///
    /// The errors of the products are independent of each other. As a matrix they are smaller than the largest eigenvalue
    /// by a factor of the square root of its side. In single precision the errors of the decomposition itself are larger,
    /// until its eigenvalues are refined.
    func rank(of eigenvalues: ArraySlice<Double>, areRefined: Bool) -> Int {
        let side = Double(min(rows, columns))
        let tolerance =
            switch arithmetic {
            case .single: Double(Float.ulpOfOne) * (areRefined ? 16 / side.squareRoot() : 1)
            case .double: side * Double(Float.ulpOfOne) * 0x1p-10
            }
        let threshold = max(0, (eigenvalues.first ?? 0) * tolerance)
        return min(largestRank, eigenvalues.prefix { $0 > threshold }.count)
    }
}

extension SymmetricSum {
    /// Adds the products of all pairs of rows, a chunk of columns at a time.
    mutating func addChunks(of data: Matrix) {
        let width = 4096
        data.withUnsafeBufferPointer { elements in
            guard let base = elements.baseAddress else { return }
            for first in stride(from: 0, to: data.columns, by: width) {
                add(
                    base + first, rows: data.rows, columns: min(width, data.columns - first), stride: data.columns,
                    side: .rows)
            }
        }
    }
}

/// The rows with signs changed so that the element of largest magnitude is positive.
func signsFixed(_ rows: consuming Matrix) -> Matrix {
    let turned = turnedRows(of: rows)
    return withRowsTurned(turned, rows)
}

/// The rows whose element of largest magnitude is negative.
func turnedRows(of matrix: borrowing Matrix) -> [Int] {
    let (rows, columns) = (matrix.rows, matrix.columns)
    return matrix.withUnsafeBufferPointer { elements in
        (0..<rows).filter { row in
            var largest: Float = 0
            for loading in elements[row * columns..<(row + 1) * columns] where abs(loading) > abs(largest) {
                largest = loading
            }
            return largest < 0
        }
    }
}

/// The matrix with the signs of these rows changed.
func withRowsTurned(_ rows: [Int], _ matrix: consuming Matrix) -> Matrix {
    let columns = matrix.columns
    matrix.withUnsafeMutableBufferPointer { elements in
        for row in rows {
            for index in row * columns..<(row + 1) * columns { elements[index] = -elements[index] }
        }
    }
    return matrix
}

/// The variance of each column of centred rows.
func variances(of deviations: Matrix) -> [Double] {
    var squares = [Double](repeating: 0, count: deviations.columns)
    deviations.withUnsafeBufferPointer { source in
        for row in 0..<deviations.rows {
            for column in squares.indices {
                let value = Double(source[row * deviations.columns + column])
                squares[column] += value * value
            }
        }
    }
    return squares.map { $0 / Double(deviations.rows - 1) }
}

extension PrincipalComponentConfiguration.Size {
    /// The name that is stored with a fit.
    var name: String {
        switch self {
        case .count: "count"
        case .varianceShare(let share): "share \(share)"
        case .parallelAnalysis: "parallel analysis"
        case .likelihood: "likelihood"
        }
    }
}
