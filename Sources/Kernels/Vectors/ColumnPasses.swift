import Graphs

/// Passes over a row-major block `[rows, columns]` that treat every column alike.
///
/// In all of them, `stride` is the length of a row in memory. They are written as plain loops over a row, without a reduction
/// along it, so that they are compiled to vector instructions.
enum ColumnPasses {
    /// `sums[c] <- sum over rows of values[r, c]`.
    static func sum(
        _ values: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        sums.update(repeating: 0, count: columns)
        for row in 0..<rows {
            let values = values + row * stride
            for column in 0..<columns { sums[column] += values[column] }
        }
    }

    /// `sums[c] <- sum over rows of a[r, c] * b[r, c]`.
    static func sumOfProducts(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        sums.update(repeating: 0, count: columns)
        for row in 0..<rows {
            let a = a + row * stride
            let b = b + row * stride
            for column in 0..<columns { sums[column] += a[column] * b[column] }
        }
    }

    /// `sums[c] <- sum over rows of (values[r, c] - centre[c])²`.
    static func sumOfSquares(
        _ values: UnsafePointer<Float>, around centre: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        sums.update(repeating: 0, count: columns)
        for row in 0..<rows {
            let values = values + row * stride
            for column in 0..<columns {
                let difference = values[column] - centre[column]
                sums[column] += difference * difference
            }
        }
    }

    /// `values[r, c] <- activation(values[r, c] + bias[c])`.
    ///
    /// The sums go to `sums` where there is such a block, of the same shape and stride.
    static func addBias(
        _ bias: UnsafePointer<Float>, activation: Activation, to values: UnsafeMutablePointer<Float>,
        sums: UnsafeMutablePointer<Float>? = nil, rows: Int, columns: Int, stride: Int
    ) {
        for row in 0..<rows {
            let values = values + row * stride
            switch activation {
            case .relu: for column in 0..<columns { values[column] = max(values[column] + bias[column], 0) }
            case .linear: for column in 0..<columns { values[column] += bias[column] }
            default:
                for column in 0..<columns {
                    let sum = values[column] + bias[column]
                    sums?[row * stride + column] = sum
                    values[column] = activation.value(sum)
                }
            }
        }
    }

    /// `gradient[r, c] <- gradient[r, c] * slope of the activation` at these outputs and sums.
    static func multiply(
        _ gradient: UnsafeMutablePointer<Float>, bySlopeOf activation: Activation, output: UnsafePointer<Float>,
        sums: UnsafePointer<Float>?, rows: Int, columns: Int, stride: Int
    ) {
        for row in 0..<rows {
            let gradient = gradient + row * stride
            let output = output + row * stride
            switch activation {
            case .relu: for column in 0..<columns { gradient[column] = output[column] > 0 ? gradient[column] : 0 }
            case .linear: break
            default:
                for column in 0..<columns {
                    gradient[column] *= activation.slope(
                        sum: sums.map { $0[row * stride + column] } ?? 0, output: output[column])
                }
            }
        }
    }

    /// `output[r, c] <- (input[r, c] - centre[c]) * scale[c] + shift[c]`; in place where input and output are one.
    static func normalise(
        _ input: UnsafePointer<Float>, centre: UnsafePointer<Float>, scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
        stride: Int
    ) {
        for row in 0..<rows {
            let input = input + row * stride
            let output = output + row * stride
            for column in 0..<columns {
                output[column] = (input[column] - centre[column]) * scale[column] + shift[column]
            }
        }
    }
}
