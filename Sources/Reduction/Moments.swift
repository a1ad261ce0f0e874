import LinearAlgebra
import Matrices

/// The number, mean and scatter of rows: all that exact principal components need, and something that rows can be added to.
///
/// The scatter is the sum of the products of deviations from the mean. Two sets of rows are joined by the formula of Chan,
/// Golub and LeVeque (1983, doi:10.1080/00031305.1983.10483115). Each block is centred on its own mean before its products
/// are taken, so that columns whose mean is much larger than their deviation keep their digits.
public struct Moments: Sendable {
    /// The number of rows added so far.
    public private(set) var count: Int
    /// The mean of each column, `[columns]`.
    public private(set) var mean: [Double]
    /// The scatter, `[columns, columns]`.
    public private(set) var scatter: SymmetricSum

    /// The moments of no rows.
    ///
    /// - Parameter columns: the number of columns.
    public init(columns: Int) {
        self.init(count: 0, mean: [Double](repeating: 0, count: columns), scatter: SymmetricSum(side: columns))
    }

    /// Moments that were stored earlier.
    ///
    /// - Parameters:
    ///   - count: the number of rows.
    ///   - mean: `[columns]`.
    ///   - scatter: of side `columns`. Traps if the sides differ.
    public init(count: Int, mean: [Double], scatter: SymmetricSum) {
        precondition(mean.count == scatter.side, "mean and scatter differ in columns")
        self.count = count
        self.mean = mean
        self.scatter = scatter
    }

    /// Adds rows.
    ///
    /// Cost: rows columns² operations.
    ///
    /// - Parameters:
    ///   - block: `[rows, columns]`. Traps if the columns differ.
    ///   - arithmetic: the precision of the products.
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

    /// Adds all rows of a source; the next rows are read in the meantime.
    ///
    /// - Parameters:
    ///   - source: the rows.
    ///   - arithmetic: the precision of the products.
    ///   - observe: receives how many rows were read; it may throw to end the reading.
    /// - Throws: what the source and `observe` throw.
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

    /// The scatter, handed over with its storage.
    consuming func takeScatter() -> SymmetricSum { scatter }
}

/// The precision of the products in a fit.
///
/// Sums of blocks and eigenvalues are always in double precision.
public enum Arithmetic: String, Sendable, Codable {
    /// 32-bit products.
    case single = "float32"
    /// 64-bit products.
    case double = "float64"

    /// Double precision if nobody would notice the time and memory that it costs, otherwise single precision.
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
            // Each piece of work has its own columns.
            nonisolated(unsafe) let (source, sums) = (source, sums)
            let (rows, columns) = (matrix.rows, matrix.columns)
            BLASThreads.forEach((columns + width - 1) / width) { part in
                let range = part * width..<min(columns, (part + 1) * width)
                for row in 0..<rows {
                    for column in range { sums[column] += Double(source[row * columns + column]) }
                }
            }
        }
    }
    return sums.map { $0 / Double(matrix.rows) }
}

/// `matrix` less `mean` `[columns]` in every row.
///
/// The mean is subtracted in double precision, so that the error is relative to the deviation and not to the mean.
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
            BLASThreads.forEach(matrix.rows) { row in
                let start = row * columns
                for column in 0..<columns {
                    target[start + column] = Element(Double(source[start + column]) - mean[column])
                }
            }
        }
    }
}
