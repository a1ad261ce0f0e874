/// One layer while it is trained: its parameters and the numbers that it keeps from the way forward for the way back.
///
/// Buffers hold up to the batch size of rows and are allocated once; a smaller last batch uses their first rows.
protocol TrainingStage: AnyObject {
    /// What the layer hands on, `[rows, width]`.
    var output: FloatBuffer { get }
    /// The gradient of the loss with respect to `output`; written by the next layer, and overwritten on the way back.
    var gradient: FloatBuffer { get }
    /// The sizes of the parameter tensors, in the order in which their gradients are consumed.
    var tensorCounts: [Int] { get }
    /// The parameters as they are now.
    var parameters: LayerParameters { get }

    func forward(_ input: UnsafePointer<Float>, rows: Int)

    /// Hands the gradients of the parameters to `consumer`, the first as tensor `firstTensor`, and writes the gradient
    /// of the input where the layer before needs one.
    func backward(
        _ input: UnsafePointer<Float>, rows: Int, inputGradient: UnsafeMutablePointer<Float>?, firstTensor: Int,
        consumer: any GradientConsumer)
}
