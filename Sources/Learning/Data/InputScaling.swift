import Matrices

/// The standardisation of inputs, column by column: `(x - mean) / deviation`.
public struct InputScaling: Sendable, Equatable {
    /// The mean of each column, `[columns]`.
    public let mean: [Float]
    /// The standard deviation of each column, `[columns]`, all above 0.
    public let deviation: [Float]

    /// A scaling that was read from a file.
    ///
    /// - Throws: `LearningError.scalingWidth` if the widths differ, `.scalingNotUsable` if a value is not finite or a deviation
    ///   is not above 0.
    public init(mean: [Float], deviation: [Float]) throws(LearningError) {
        guard mean.count == deviation.count else {
            throw .scalingWidth(found: deviation.count, expected: mean.count)
        }
        guard mean.allSatisfy(\.isFinite), deviation.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw .scalingNotUsable
        }
        self.mean = mean
        self.deviation = deviation
    }

    /// The mean and the deviation (divisor n) of the given rows, in double precision by two passes.
    ///
    /// A column that does not vary gets deviation 1.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`.
    ///   - rows: The rows to fit to.
    /// - Precondition: There is at least one row.
    public init(fitting features: Matrix, rows: [Int]) {
        precondition(!rows.isEmpty, "a scaling needs at least one row")
        let columns = features.columns
        var mean = [Double](repeating: 0, count: columns)
        var square = [Double](repeating: 0, count: columns)
        features.withUnsafeBufferPointer { values in
            // Differences from the first row are summed, so the sums of a column that does not vary are exactly 0.
            let origin = rows[0] * columns
            for row in rows {
                for column in 0..<columns {
                    mean[column] += Double(values[row * columns + column]) - Double(values[origin + column])
                }
            }
            for column in 0..<columns { mean[column] = mean[column] / Double(rows.count) + Double(values[origin + column]) }
            for row in rows {
                for column in 0..<columns {
                    let difference = Double(values[row * columns + column]) - mean[column]
                    square[column] += difference * difference
                }
            }
        }
        self.mean = mean.map { Float($0) }
        deviation = square.map { sum in
            let deviation = Float((sum / Double(rows.count)).squareRoot())
            return deviation > 0 ? deviation : 1
        }
    }

    /// Scales one row in place.
    func apply(to row: UnsafeMutablePointer<Float>) {
        mean.withUnsafeBufferPointer { mean in
            deviation.withUnsafeBufferPointer { deviation in
                for column in 0..<mean.count { row[column] = (row[column] - mean[column]) / deviation[column] }
            }
        }
    }
}
