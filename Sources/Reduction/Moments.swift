import LinearAlgebra
import Matrices

/// Number, mean and scatter of rows: all that exact principal components need to know, and what rows can be added to.
///
/// The scatter is the sum of the products of deviations from the mean. Two sets of rows join by the formula of Chan,
/// Golub and LeVeque (1983); each block is centred on its own mean before its products are taken, so that columns
/// whose mean is far larger than their deviation keep their digits.
public struct Moments: Sendable {
    public private(set) var count: Int
    /// `[columns]`.
    public private(set) var mean: [Double]
    /// `[columns, columns]`.
    public private(set) var scatter: SymmetricSum

    /// Moments of no rows.
    public init(columns: Int) {
        self.init(count: 0, mean: [Double](repeating: 0, count: columns), scatter: SymmetricSum(side: columns))
    }

    /// Moments that were kept.
    public init(count: Int, mean: [Double], scatter: SymmetricSum) {
        precondition(mean.count == scatter.side, "mean and scatter differ in columns")
        self.count = count
        self.mean = mean
        self.scatter = scatter
    }

    /// Adds rows `[rows, columns]`; their products are computed in `arithmetic`.
    ///
    /// Traps when the columns differ. Cost: rows columns² operations.
    public mutating func add(_ block: Matrix, in arithmetic: Arithmetic) {
        precondition(block.columns == mean.count, "the block has another number of columns")
        guard block.rows > 0 else { return }
        let blockMean = columnMeans(of: block)
        let difference = zip(blockMean, mean).map { $0 - $1 }
        let (old, new) = (Double(count), Double(block.rows))
        let factor = old * new / (old + new)
        switch arithmetic {
        case .single: add(centred(block, mean: blockMean).elements, block, factor, difference)
        case .double: add(deviations(of: block, from: blockMean), block, factor, difference)
        }
        for column in mean.indices { mean[column] += difference[column] * new / (old + new) }
        count += block.rows
    }

    /// Adds all rows of `source`, reading the next ones meanwhile; `observe` is told how many were read.
    public mutating func add(
        _ source: some RowSource, in arithmetic: Arithmetic, observe: (Int) throws -> Void = { _ in }
    ) throws {
        try source.forEachBlock(rows: BlockSize.rows(columns: source.columns)) { first, block in
            add(block, in: arithmetic)
            try observe(first + block.rows)
        }
    }

    private mutating func add<Element: BLASElement>(
        _ deviations: [Element], _ block: Matrix, _ factor: Double, _ difference: [Double]
    ) {
        scatter.add(
            deviations, rows: block.rows, columns: block.columns, stride: block.columns, side: .columns, plus: factor,
            difference)
    }

    /// The scatter, which is given away with its storage.
    consuming func takeScatter() -> SymmetricSum { scatter }
}

/// The precision of the products that a fit is made of. Sums of blocks and eigenvalues are in double precision always.
public enum Arithmetic: String, Sendable, Codable {
    case single = "float32"
    case double = "float64"

    /// Double precision where it costs no time that anybody would notice, and eigenvectors of no size.
    static func choose(order: Int, depth: Int) -> Arithmetic {
        order <= 1024 && Double(order) * Double(order) * Double(depth) <= 0x1p33 ? .double : .single
    }

    var bytes: Int { self == .single ? 4 : 8 }
}

/// The mean of each column, summed in double precision.
func columnMeans(of matrix: Matrix) -> [Double] {
    var sums = [Double](repeating: 0, count: matrix.columns)
    let width = 256
    matrix.withUnsafeBufferPointer { source in
        sums.withUnsafeMutableBufferPointer { sums in
            // Each piece of work has columns of its own.
            nonisolated(unsafe) let (source, sums) = (source, sums)
            let (rows, columns) = (matrix.rows, matrix.columns)
            ParallelRows.forEach(0..<(columns + width - 1) / width) { part in
                let range = part * width..<min(columns, (part + 1) * width)
                for row in 0..<rows {
                    for column in range { sums[column] += Double(source[row * columns + column]) }
                }
            }
        }
    }
    return sums.map { $0 / Double(matrix.rows) }
}

/// `matrix` with `mean` `[columns]` taken from every row: subtracted in double precision, so that the error is one of
/// the deviation and not of the mean.
func centred(_ matrix: Matrix, mean: [Double]) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns) { target in
        fillDeviations(of: matrix, from: mean, target)
    }
}

/// The same in double precision.
func deviations(of matrix: Matrix, from mean: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: matrix.elements.count) { target, count in
        fillDeviations(of: matrix, from: mean, target)
        count = matrix.elements.count
    }
}

private func fillDeviations<Element: BLASElement>(
    of matrix: Matrix, from mean: [Double], _ target: UnsafeMutableBufferPointer<Element>
) {
    matrix.withUnsafeBufferPointer { source in
        mean.withUnsafeBufferPointer { mean in
            nonisolated(unsafe) let (source, mean, target) = (source, mean, target)
            let columns = matrix.columns
            ParallelRows.forEach(0..<matrix.rows) { row in
                let start = row * columns
                for column in 0..<columns {
                    target[start + column] = Element(Double(source[start + column]) - mean[column])
                }
            }
        }
    }
}
