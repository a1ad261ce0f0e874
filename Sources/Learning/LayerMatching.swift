import LinearAlgebra
import Matrices

/// Draws what reaches a student's last layer towards what reaches its teacher's (Romero et al. 2015): a linear map, which is
/// learned beside the student and left behind afterwards, takes one to the other.
///
/// The loss of a row is the weight times the mean over the teacher's numbers of the squared difference. What reaches the
/// student's last layer is taken before dropout.
final class LayerMatching {
    private let projection: DenseStage
    private let weight: Double
    private let width: Int
    private let teacherWidth: Int
    private let inputGradient: FloatBuffer

    /// From `[rows, parameters' kernel rows]` to `[rows, its columns]`.
    init(kernel: Matrix, bias: [Float], weight: Double, batchSize: Int, precision: ProductPrecision, workers: Int) {
        projection = DenseStage(
            kernel: kernel, bias: bias, activation: .linear, batchSize: batchSize, precision: precision, workers: workers)
        self.weight = weight
        width = kernel.rows
        teacherWidth = kernel.columns
        inputGradient = FloatBuffer(count: batchSize * kernel.rows)
    }

    var tensorCounts: [Int] { projection.tensorCounts }
    var parameters: LayerParameters { projection.parameters }

    /// Adds the gradient of the mean loss of some rows to `gradient`, that of the student's `output`, both `[rows, width]`,
    /// and returns the sum of their losses; `teacher` is `[rows, teacher's width]`.
    func backward(
        _ output: UnsafePointer<Float>, teacher: UnsafePointer<Float>, rows: Int,
        gradient: UnsafeMutablePointer<Float>, firstTensor: Int, consumer: any GradientConsumer
    ) -> Double {
        projection.forward(output, rows: rows)
        let (projected, slope) = (projection.output.pointer, projection.gradient.pointer)
        let scale = Float(2 * weight / Double(rows * teacherWidth))
        var squares = 0.0
        for index in 0..<rows * teacherWidth {
            let difference = projected[index] - teacher[index]
            squares += Double(difference) * Double(difference)
            slope[index] = scale * difference
        }
        projection.backward(
            output, rows: rows, inputGradient: inputGradient.pointer, firstTensor: firstTensor, consumer: consumer)
        let added = inputGradient.pointer
        for index in 0..<rows * width { gradient[index] += added[index] }
        return weight * squares / Double(teacherWidth)
    }
}
