import Matrices

/// Projections of neighbouring columns, whose results stand side by side: what several features go through that are
/// reduced apart.
public struct SideBySideProjection: Sendable {
    /// In the order of the columns that they take; there is at least one.
    public let parts: [Projection]

    public init(_ parts: [Projection]) {
        precondition(!parts.isEmpty, "there is nothing to project by")
        self.parts = parts
    }

    /// The number of columns of the features.
    public var columns: Int { parts.reduce(0) { $0 + $1.mean.count } }

    /// The number of columns of the result.
    public var count: Int { parts.reduce(0) { $0 + $1.directions.rows } }

    /// Calls `body` with the scores of the rows of `source`, block by block in order; the next block is read meanwhile.
    ///
    /// Throws `ReductionError.columnsDiffer` and what the source and `body` throw. Memory: four blocks of one part, two
    /// of all.
    public func transform(_ source: some RowSource, body: (Matrix) throws -> Void) throws {
        guard parts.count > 1 else { return try parts[0].transform(source, body: body) }
        guard source.columns == columns else {
            throw ReductionError.columnsDiffer(found: source.columns, expected: columns)
        }
        try source.forEachBlock(rows: BlockSize.rows(columns: columns)) { _, block in
            var (first, scores): (Int, [Matrix]) = (0, [])
            for part in parts {
                let last = first + part.mean.count
                scores.append(try part.transform(block.selecting(columns: Array(first..<last))))
                first = last
            }
            try body(.concatenating(columnsOf: scores))
        }
    }
}
