import Matrices

/// Projections of neighbouring columns whose results stand side by side, for features that are reduced separately.
public struct SideBySideProjection: Sendable {
    /// The projections, in the order of the columns that they take; there is at least one.
    public let parts: [Projection]

    /// Projections side by side.
    ///
    /// - Parameter parts: at least one. Traps otherwise.
    public init(_ parts: [Projection]) {
        precondition(!parts.isEmpty, "there is nothing to project by")
        self.parts = parts
    }

    /// The number of columns of the features.
    public var columns: Int { parts.reduce(0) { $0 + $1.mean.count } }

    /// The number of columns of the result.
    public var count: Int { parts.reduce(0) { $0 + $1.directions.rows } }

    /// Calls `body` with the scores of the rows of a source, block by block in order; the next block is read in the
    /// meantime.
    ///
    /// Memory: four blocks of one part, and two of all parts together.
    ///
    /// - Parameters:
    ///   - source: the features, `[images, columns]`.
    ///   - body: receives the scores of a block, `[rows, count]`.
    /// - Throws: `ReductionError.columnsDiffer`, and what the source and `body` throw.
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
