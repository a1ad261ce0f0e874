import Concurrency
import Matrices

/// Features that can be read some rows at a time, whether they are in memory or in a file.
public protocol RowSource: Sendable {
    /// The number of photographs.
    var rowCount: Int { get }
    /// The number of features of each photograph.
    var columns: Int { get }
    /// Reads some rows. May be called on any thread.
    ///
    /// - Parameter range: row numbers in `0..<rowCount`.
    /// - Returns: `[range.count, columns]`.
    /// - Throws: an error if the rows cannot be read.
    func read(rows range: Range<Int>) throws -> Matrix
}

extension Matrix: RowSource {
    /// Implements the requirement of `RowSource`.
    public var rowCount: Int { rows }

    /// Implements the requirement of `RowSource`.
    public func read(rows range: Range<Int>) -> Matrix {
        range == 0..<rows ? self : selecting(rows: range)
    }
}

extension RowSource {
    /// Calls `body` with blocks of rows in order; the next block is read in the meantime.
    ///
    /// - Parameters:
    ///   - blockRows: the number of rows of each block but the last, at least 1.
    ///   - body: receives the number of a block's first row and the block, `[rows, columns]`.
    /// - Throws: what `read` and `body` throw.
    public func forEachBlock(rows blockRows: Int, _ body: (Int, Matrix) throws -> Void) throws {
        let rowCount = rowCount
        let count = (rowCount + blockRows - 1) / blockRows
        let blocks = Prefetcher<Result<Matrix, any Error>>(0..<count, workers: 1, window: 1) { number in
            Result { try read(rows: number * blockRows..<min(rowCount, (number + 1) * blockRows)) }
        }
        defer { blocks.stop() }
        var first = 0
        while let block = blocks.next() {
            let matrix = try block.get()
            try body(first, matrix)
            first += matrix.rows
        }
    }
}

/// How many rows are processed at a time.
enum BlockSize {
    /// The rows of a block: enough for matrix products to pay off, and few enough for sums in single precision.
    ///
    /// A block takes at most 128 MB; with few columns at most 24 MB, which the allocator keeps for the next block.
    static func rows(columns: Int) -> Int {
        let bytes = columns <= 4096 ? 24 << 20 : 128 << 20
        return max(1, min(4096, bytes / (4 * max(1, columns))))
    }

    /// The size of two blocks, one of which is being read.
    static func bytes(columns: Int, rows: Int) -> Int { 2 * 4 * columns * min(rows, self.rows(columns: columns)) }
}
