import Matrices

/// Features that can be read some rows at a time, whether they lie in memory or in a file.
public protocol RowSource: Sendable {
    /// The number of photographs.
    var rowCount: Int { get }
    var columns: Int { get }
    /// Some rows, `[range.count, columns]`. May be called on any thread.
    func read(rows range: Range<Int>) throws -> Matrix
}

extension Matrix: RowSource {
    public var rowCount: Int { rows }

    public func read(rows range: Range<Int>) -> Matrix {
        range == 0..<rows ? self : selecting(rows: range)
    }
}

extension RowSource {
    /// Calls `body` with blocks of rows in order, and with the number of the first row of each; the next block is read
    /// meanwhile.
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

/// How many rows are worked on at a time.
enum BlockSize {
    /// Long enough for products to pay, short enough for sums in single precision; of 128 MB at most, and where columns
    /// are few enough for that, of 24 MB, which the allocator keeps for the next block.
    static func rows(columns: Int) -> Int {
        let bytes = columns <= 4096 ? 24 << 20 : 128 << 20
        return max(1, min(4096, bytes / (4 * max(1, columns))))
    }

    /// Two blocks, of which one is being read.
    static func bytes(columns: Int, rows: Int) -> Int { 2 * 4 * columns * min(rows, self.rows(columns: columns)) }
}
