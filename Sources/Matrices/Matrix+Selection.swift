extension Matrix {
    /// The given rows in the given order, `[indices.count, columns]`; a row may be taken more than once.
    ///
    /// - Parameter indices: row numbers in `0..<rows`. Traps if one is outside.
    public func selecting(rows indices: some Collection<Int>) -> Matrix {
        withUnsafeBufferPointer { source in
            Matrix(rows: indices.count, columns: columns) { target in
                var start = 0
                for index in indices {
                    precondition(index >= 0 && index < rows, "row \(index) is outside 0..<\(rows)")
                    let row = UnsafeBufferPointer(rebasing: source[index * columns..<(index + 1) * columns])
                    _ = UnsafeMutableBufferPointer(rebasing: target[start..<start + columns]).update(from: row)
                    start += columns
                }
            }
        }
    }

    /// The given columns in the given order, `[rows, indices.count]`.
    ///
    /// - Parameter indices: column numbers in `0..<columns`. Traps if one is outside.
    public func selecting(columns indices: [Int]) -> Matrix {
        precondition(indices.allSatisfy { $0 >= 0 && $0 < columns }, "a column is outside 0..<\(columns)")
        return withUnsafeBufferPointer { source in
            Matrix(rows: rows, columns: indices.count) { target in
                indices.withUnsafeBufferPointer { indices in
                    for row in 0..<rows {
                        let from = row * columns
                        let to = row * indices.count
                        for position in 0..<indices.count { target[to + position] = source[from + indices[position]] }
                    }
                }
            }
        }
    }

    /// The columns of several matrices side by side.
    ///
    /// - Parameter parts: matrices `[rows, …]`. Traps unless all have the same number of rows.
    /// - Returns: `[rows, sum of the columns]`; `[0, 0]` for no matrices.
    public static func concatenating(columnsOf parts: [Matrix]) -> Matrix {
        let rows = parts.first?.rows ?? 0
        precondition(parts.allSatisfy { $0.rows == rows }, "matrices side by side must have the same number of rows")
        let columns = parts.reduce(0) { $0 + $1.columns }
        return Matrix(rows: rows, columns: columns) { target in
            var offset = 0
            for part in parts {
                part.withUnsafeBufferPointer { source in
                    for row in 0..<rows {
                        for column in 0..<part.columns {
                            target[row * columns + offset + column] = source[row * part.columns + column]
                        }
                    }
                }
                offset += part.columns
            }
        }
    }

    /// The rows of several matrices, one matrix below the other.
    ///
    /// - Parameter parts: matrices `[…, columns]`. Traps unless all have the same number of columns.
    /// - Returns: `[sum of the rows, columns]`; `[0, 0]` for no matrices.
    public static func concatenating(rowsOf parts: [Matrix]) -> Matrix {
        let columns = parts.first?.columns ?? 0
        precondition(parts.allSatisfy { $0.columns == columns }, "stacked matrices must have the same number of columns")
        return Matrix(
            rows: parts.reduce(0) { $0 + $1.rows }, columns: columns, elements: parts.flatMap(\.elements))
    }

    /// The position of the first element that is NaN or infinite; nil if all are finite.
    public func firstNonFinite() -> (row: Int, column: Int)? {
        guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return nil }
        return (index / columns, index % columns)
    }
}
