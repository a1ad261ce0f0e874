import Matrices

/// Draws an output towards given numbers: the features of a teacher, or the input of a teacher's last layer.
///
/// The loss of a row is the weight times the mean, over its numbers, of the squared difference. With a weight of 1 the mean loss
/// of a batch is that of PyTorch's `mse_loss`.
package final class SquaredErrorObjective: Objective {
    private let weight: Double
    private let width: Int
    private let targets: GatheredRows

    /// - Parameters:
    ///   - targets: `[rows, width]`, one row for each row of the data.
    ///   - weight: The factor of the loss, 0 or more.
    ///   - batchSize: The largest number of rows at a time.
    package init(targets: Matrix, weight: Double = 1, batchSize: Int) {
        self.weight = weight
        width = targets.columns
        self.targets = GatheredRows(of: targets, size: batchSize)
    }

    package func fill(_ rows: ArraySlice<Int>, mixing: RowMixing?) { targets.fill(rows) }

    package func evaluate(
        _ output: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>, into total: inout LossTotal
    ) {
        let target = targets.values
        let scale = Float(2 * weight / Double(rows * width))
        var squares = 0.0
        for index in 0..<rows * width {
            let difference = output[index] - target[index]
            squares += Double(difference) * Double(difference)
            gradient[index] = scale * difference
        }
        total.loss += weight * squares / Double(width)
    }
}
