import LinearAlgebra
import Matrices

/// Fitted principal components (Pearson 1901): the directions in which features vary most, in order.
///
/// Variances use the divisor `samples - 1`. The sign of each component is fixed: its loading of largest magnitude
/// is positive. Both as in scikit-learn, so that the fitted values agree with it up to rounding.
public struct PrincipalComponents: Sendable, Equatable {
    /// `[columns]`.
    public let mean: [Double]
    /// `[components, columns]`, rows of unit length.
    public let components: Matrix
    /// `[components]`, descending.
    public let explainedVariance: [Double]
    /// `[components]`, each variance divided by the total.
    public let explainedVarianceRatio: [Double]
    /// Number of rows that the fit saw.
    public let samples: Int
    /// Whether `transform` brings every component to unit variance.
    public let whitens: Bool
    /// The variances in all directions that were computed, descending; empty where they are not known.
    public let scree: [Double]
    /// How the components were found; nil where that is not known.
    public let method: FittingMethod?

    /// A fit read from a file. Traps when the shapes do not belong together.
    public init(
        mean: [Double], components: Matrix, explainedVariance: [Double], explainedVarianceRatio: [Double],
        samples: Int, whitens: Bool, scree: [Double] = [], method: FittingMethod? = nil
    ) {
        precondition(components.columns == mean.count, "components and mean differ in columns")
        precondition(
            explainedVariance.count == components.rows && explainedVarianceRatio.count == components.rows,
            "each component has one variance and one ratio")
        self.mean = mean
        self.components = components
        self.explainedVariance = explainedVariance
        self.explainedVarianceRatio = explainedVarianceRatio
        self.samples = samples
        self.whitens = whitens
        self.scree = scree
        self.method = method
    }

    /// The scores of `features` `[images, columns]`: `[images, components]`.
    ///
    /// Throws `ReductionError.columnsDiffer`. Cost: 2 images columns components operations, one block of rows of
    /// extra memory.
    public func transform(_ features: Matrix) throws(ReductionError) -> Matrix {
        guard features.columns == mean.count else {
            throw .columnsDiffer(found: features.columns, expected: mean.count)
        }
        let blockRows = BlockSize.rows(columns: features.columns)
        var scores = Matrix(rows: features.rows, columns: components.rows)
        for start in stride(from: 0, to: features.rows, by: blockRows) {
            let rows = start..<min(start + blockRows, features.rows)
            project(centred(features.read(rows: rows), mean: mean), into: &scores, from: start)
        }
        return whitened(scores)
    }

    private func project(_ deviations: Matrix, into scores: inout Matrix, from row: Int) {
        let (columns, count) = (mean.count, components.rows)
        scores.withUnsafeMutableBufferPointer { target in
            guard let target = target.baseAddress, columns > 0 else { return }
            multiply(
                m: deviations.rows, n: count, k: columns, deviations.elements, aStride: columns, .asStored,
                components.elements, bStride: columns, .transposed, into: target + row * count, cStride: count)
        }
    }

    /// Calls `body` with the scores of the rows of `source`, block by block in order; the next block is read meanwhile.
    ///
    /// Throws `ReductionError.columnsDiffer` and what the source and `body` throw. Memory: four blocks.
    public func transform(_ source: some RowSource, body: (Matrix) throws -> Void) throws {
        guard source.columns == mean.count else {
            throw ReductionError.columnsDiffer(found: source.columns, expected: mean.count)
        }
        try source.forEachBlock(rows: BlockSize.rows(columns: source.columns)) { _, block in
            try body(transform(block))
        }
    }

    private func whitened(_ scores: consuming Matrix) -> Matrix {
        guard whitens else { return scores }
        let factors = explainedVariance.map { Float(1 / $0.squareRoot()) }
        scores.withUnsafeMutableBufferPointer { values in
            factors.withUnsafeBufferPointer { factors in
                for index in values.indices { values[index] *= factors[index % factors.count] }
            }
        }
        return scores
    }
}
