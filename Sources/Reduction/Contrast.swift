import Foundation
import LinearAlgebra

/// The function by which FastICA measures how far the distribution of a source is from normal (Hyvärinen 1999).
public enum Contrast: Sendable, Equatable {
    /// `log cosh(alpha y) / alpha`, with alpha from 1 to 2: suits sources of most kinds.
    case logcosh(alpha: Double)
    /// `-exp(-y² / 2)`: suits sources with heavy tails.
    case exponential
    /// `y⁴ / 4`, whose derivative is the cube: kurtosis.
    ///
    /// Fast, but misled by outliers.
    case cube

    /// The name that is stored with a fit: `logcosh`, `exp` or `cube`.
    public var name: String {
        switch self {
        case .logcosh: "logcosh"
        case .exponential: "exp"
        case .cube: "cube"
        }
    }

    /// Replaces `values` `[rows, columns]` by the first derivative of the function.
    ///
    /// Returns the sum of the second derivative for each column. Sums are taken over blocks of rows of a fixed size, so
    /// that they do not depend on the number of threads.
    func apply(_ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int) -> [Double] {
        switch self {
        case .logcosh(let alpha):
            let factor = Float(alpha)
            return Self.apply(values, rows: rows, columns: columns) { value in
                let slope = tanh(factor * value)
                return (slope, factor * (1 - slope * slope))
            }
        case .exponential:
            return Self.apply(values, rows: rows, columns: columns) { value in
                let bell = exp(-value * value / 2)
                return (value * bell, (1 - value * value) * bell)
            }
        case .cube:
            return Self.apply(values, rows: rows, columns: columns) { value in
                (value * value * value, 3 * value * value)
            }
        }
    }

    @inline(__always)
    private static func apply(
        _ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int,
        _ slopes: @Sendable (Float) -> (first: Float, second: Float)
    ) -> [Double] {
        let height = 128
        let blocks = (rows + height - 1) / height
        var sums = [Double](repeating: 0, count: blocks * columns)
        sums.withUnsafeMutableBufferPointer { sums in
            // Each block has its own rows and sums.
            nonisolated(unsafe) let (values, sums) = (values, sums)
            BLASThreads.forEach(blocks) { block in
                for row in block * height..<min(rows, (block + 1) * height) {
                    for column in 0..<columns {
                        let (first, second) = slopes(values[row * columns + column])
                        values[row * columns + column] = first
                        sums[block * columns + column] += Double(second)
                    }
                }
            }
        }
        return (0..<columns).map { column in
            (0..<blocks).reduce(0) { $0 + sums[$1 * columns + column] }
        }
    }
}
