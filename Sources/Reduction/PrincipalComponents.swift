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

    /// A fit read from a file. Traps when the shapes do not belong together.
    public init(
        mean: [Double], components: Matrix, explainedVariance: [Double], explainedVarianceRatio: [Double],
        samples: Int, whitens: Bool
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
    }

    /// The scores of `features` `[images, columns]`: `[images, components]`.
    ///
    /// Throws `ReductionError.columnsDiffer`. Cost: 2 images columns components operations, one block of rows of
    /// extra memory.
    public func transform(_ features: Matrix) throws(ReductionError) -> Matrix {
        guard features.columns == mean.count else {
            throw .columnsDiffer(found: features.columns, expected: mean.count)
        }
        let blockRows = 1024
        var blocks: [Matrix] = []
        for start in stride(from: 0, to: features.rows, by: blockRows) {
            let block = features.selecting(rows: start..<min(start + blockRows, features.rows))
            blocks.append(whitened(centred(block, mean: mean).multiplied(by: components, .transposed)))
        }
        return features.rows == 0
            ? Matrix(rows: 0, columns: components.rows) : Matrix.concatenating(rowsOf: blocks)
    }

    private func whitened(_ scores: Matrix) -> Matrix {
        guard whitens else { return scores }
        let factors = explainedVariance.map { Float(1 / $0.squareRoot()) }
        var result = scores
        result.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] *= factors[index % factors.count] }
        }
        return result
    }
}

/// `matrix` with `mean` `[columns]` taken from every row.
func centred(_ matrix: Matrix, mean: [Double]) -> Matrix {
    let mean = mean.map { Float($0) }
    return matrix.withUnsafeBufferPointer { source in
        Matrix(rows: matrix.rows, columns: matrix.columns) { target in
            mean.withUnsafeBufferPointer { mean in
                for row in 0..<matrix.rows {
                    let start = row * matrix.columns
                    for column in 0..<matrix.columns {
                        target[start + column] = source[start + column] - mean[column]
                    }
                }
            }
        }
    }
}
