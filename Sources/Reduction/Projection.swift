import LinearAlgebra
import Matrices

/// The way from features to fewer columns: subtract the mean, multiply by directions, scale each column.
///
/// This is what every fitted reduction is when it is applied.
public struct Projection: Sendable, Equatable {
    /// What is subtracted from each column, `[columns]`.
    public let mean: [Double]
    /// `[count, columns]`: one row for each column of the result.
    public let directions: Matrix
    /// The factor of each column of the result, `[count]`; nil if all are 1.
    public let scales: [Float]?

    /// A projection.
    ///
    /// Traps if the shapes do not fit together.
    ///
    /// - Parameters:
    ///   - mean: `[columns]`.
    ///   - directions: `[count, columns]`.
    ///   - scales: `[count]`, or nil for no scaling.
    public init(mean: [Double], directions: Matrix, scales: [Float]? = nil) {
        precondition(directions.columns == mean.count, "directions and mean differ in columns")
        precondition(scales.map { $0.count == directions.rows } ?? true, "each direction has one scale")
        self.mean = mean
        self.directions = directions
        self.scales = scales
    }

    /// The scores of features.
    ///
    /// Cost: 2 images columns count operations, and memory for one block of rows.
    ///
    /// - Parameter features: `[images, columns]`.
    /// - Returns: `[images, count]`.
    /// - Throws: `ReductionError.columnsDiffer`.
    public func transform(_ features: Matrix) throws(ReductionError) -> Matrix {
        try requireColumns(features.columns)
        let blockRows = BlockSize.rows(columns: features.columns)
        let count = directions.rows
        return scaled(
            Matrix(rows: features.rows, columns: count) { scores in
                for start in stride(from: 0, to: features.rows, by: blockRows) {
                    let rows = start..<min(start + blockRows, features.rows)
                    project(
                        centred(features.read(rows: rows), mean: mean),
                        into: UnsafeMutableBufferPointer(rebasing: scores[start * count..<rows.upperBound * count]))
                }
            })
    }

    /// Calls `body` with the scores of the rows of a source, block by block in order; the next block is read in the
    /// meantime.
    ///
    /// Memory: four blocks.
    ///
    /// - Parameters:
    ///   - source: the features, `[images, columns]`.
    ///   - body: receives the scores of a block, `[rows, count]`.
    /// - Throws: `ReductionError.columnsDiffer`, and what the source and `body` throw.
    public func transform(_ source: some RowSource, body: (Matrix) throws -> Void) throws {
        try requireColumns(source.columns)
        try source.forEachBlock(rows: BlockSize.rows(columns: source.columns)) { _, block in
            try body(transform(block))
        }
    }

    private func requireColumns(_ found: Int) throws(ReductionError) {
        guard found == mean.count else { throw .columnsDiffer(found: found, expected: mean.count) }
    }

    private func project(_ deviations: Matrix, into scores: UnsafeMutableBufferPointer<Float>) {
        let (columns, count) = (mean.count, directions.rows)
        guard let target = scores.baseAddress else { return }
        multiply(
            m: deviations.rows, n: count, k: columns, deviations.elements, aStride: columns, .asStored,
            directions.elements, bStride: columns, .transposed, into: target, cStride: count)
    }

    private func scaled(_ scores: consuming Matrix) -> Matrix {
        guard let scales else { return scores }
        scores.withUnsafeMutableBufferPointer { values in
            scales.withUnsafeBufferPointer { scales in
                for index in values.indices { values[index] *= scales[index % scales.count] }
            }
        }
        return scores
    }
}
