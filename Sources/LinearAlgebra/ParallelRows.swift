import Dispatch

/// Loops over rows on as many threads as BLAS uses.
package enum ParallelRows {
    /// Calls `body` once for each row, from several threads at once.
    package static func forEach(_ rows: Range<Int>, _ body: @Sendable (Int) -> Void) {
        let parts = min(4 * BLASThreads.count, rows.count)
        guard parts > 0 else { return }
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            // Every part gets rows from everywhere, because the rows of a triangle differ in length.
            for row in stride(from: rows.lowerBound + part, to: rows.upperBound, by: parts) { body(row) }
        }
    }
}
