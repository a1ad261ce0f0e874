import Matrices

/// Draws the input of a student's last layer towards that of its teacher's.
///
/// The student's layer is seen through a linear map that is learned at the same time. The loss of a row is the weight times the
/// mean, over the teacher's numbers, of the squared difference. Published by Romero et al. (2015).
package final class MatchingObjective: Objective {
    private let weight: Double
    private let width: Int
    private let teacher: GatheredRows

    /// - Parameters:
    ///   - teacher: The input of the teacher's last layer, `[rows, width]`, one row for each row of the data.
    ///   - batchSize: The largest number of rows at a time.
    package init(teacher: Matrix, weight: Double, batchSize: Int) {
        self.weight = weight
        width = teacher.columns
        self.teacher = GatheredRows(of: teacher, size: batchSize)
    }

    package func fill(_ rows: ArraySlice<Int>, mixing: RowMixing?) { teacher.fill(rows) }

    package func evaluate(
        _ output: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>, into total: inout LossTotal
    ) {
        let target = teacher.values
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
