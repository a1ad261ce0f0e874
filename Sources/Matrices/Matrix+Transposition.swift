extension Matrix {
    /// The matrix with rows and columns exchanged, `[columns, rows]`.
    public func transposed() -> Matrix {
        // Squares of 32 x 32 elements stay in the cache for both matrices.
        let side = 32
        return withUnsafeBufferPointer { source in
            Matrix(rows: columns, columns: rows) { target in
                for top in stride(from: 0, to: rows, by: side) {
                    for left in stride(from: 0, to: columns, by: side) {
                        for row in top..<min(rows, top + side) {
                            for column in left..<min(columns, left + side) {
                                target[column * rows + row] = source[row * columns + column]
                            }
                        }
                    }
                }
            }
        }
    }
}
