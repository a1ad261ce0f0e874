/// Takes gradients as soon as a layer has computed them, while they are still in the cache.
///
/// Large kernels arrive in blocks of rows, each of which may be applied at once: the gradient of a whole kernel is
/// never written to memory. Blocks of one kernel arrive from several threads at once, each block once a step.
/// Parameters are numbered in the order in which the layers hold them (kernel, bias; gamma, beta).
package protocol GradientConsumer: AnyObject {
    /// The gradient of elements `offset ..< offset + gradient.count` of parameter tensor `tensor`, and where these
    /// elements are; the consumer may change them.
    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>)
}
