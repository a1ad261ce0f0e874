/// One operation of a plan, or several that are computed together: the way forward from its inputs' slots to its own, and back.
protocol Kernel: AnyObject {
    /// Computes the first `rows` rows of the result.
    func forward(rows: Int)

    /// Adds the gradient of the inputs to their slots, and hands that of parameters to `consumer`.
    ///
    /// Called only when a gradient has reached the result.
    func backward(rows: Int, consumer: any GradientConsumer)
}

/// The numbers of a kernel's tensors among all whose gradients are consumed: they follow one another.
struct TensorRange {
    let first: Int
}
