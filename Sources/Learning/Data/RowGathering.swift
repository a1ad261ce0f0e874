import Concurrency
import Matrices

/// Gathers rows of a features matrix into a batch, and scales them on the way if the network scales its inputs.
package struct RowGathering {
    let features: Matrix
    let scaling: InputScaling?
    let threads: Int

    /// Rows of a matrix, scaled by `scaling` if there is one.
    package init(features: Matrix, scaling: InputScaling?, threads: Int = 1) {
        self.features = features
        self.scaling = scaling
        self.threads = threads
    }

    /// The number of rows that one thread copies at a time.
    private static let blockRows = 16

    /// The named rows, one below the other, `[rows.count, features.columns]`.
    package func gathered(_ rows: [Int]) -> Matrix {
        Matrix(rows: rows.count, columns: features.columns) { target in
            if let start = target.baseAddress { gather(rows, into: start) }
        }
    }

    /// Copies the named rows, one below the other, to `target`, which holds `[rows.count, features.columns]`.
    func gather(_ rows: some RandomAccessCollection<Int>, into target: UnsafeMutablePointer<Float>) {
        let columns = features.columns
        features.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress else { return }
            let blocks = WorkBlocks.count(of: Self.blockRows, covering: rows.count)
            WorkBlocks.forEach(blocks, workers: threads) { block, _ in
                for position in block * Self.blockRows..<min(rows.count, (block + 1) * Self.blockRows) {
                    let row = rows[rows.index(rows.startIndex, offsetBy: position)]
                    let target = target + position * columns
                    target.update(from: source + row * columns, count: columns)
                    scaling?.apply(to: target)
                }
            }
        }
    }
}
