/// The two orders in which the values of a kernel are stored.
///
/// Kalon uses that of Keras, `[height, width, in, out]`; PyTorch and ONNX use `[out, in, height, width]`.
package enum KernelLayout {
    /// The sides, in PyTorch's order, of a kernel with the given sides in Keras' order.
    package static func filtersFirst(_ shape: [Int]) -> [Int] {
        [shape[3], shape[2], shape[0], shape[1]]
    }

    /// From Keras' order to PyTorch's; `shape` is in Keras' order.
    package static func filtersFirst(_ values: [Float], shape: [Int]) -> [Float] {
        reordered(values, shape: shape) { keras, torch, source, target in target[torch] = source[keras] }
    }

    /// From PyTorch's order to Keras'; `shape` is in Keras' order.
    package static func filtersLast(_ values: [Float], shape: [Int]) -> [Float] {
        reordered(values, shape: shape) { keras, torch, source, target in target[keras] = source[torch] }
    }

    /// Visits every value by its position in both orders.
    @inline(__always)
    private static func reordered(
        _ values: [Float], shape: [Int],
        move: (_ keras: Int, _ torch: Int, UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> [Float] {
        let (area, channels, filters) = (shape[0] * shape[1], shape[2], shape[3])
        precondition(values.count == area * channels * filters, "values do not fill a kernel of shape \(shape)")
        return [Float](unsafeUninitializedCapacity: values.count) { target, count in
            values.withUnsafeBufferPointer { source in
                for row in 0..<area * channels {
                    let place = row % channels * area + row / channels
                    for filter in 0..<filters {
                        move(row * filters + filter, filter * area * channels + place, source, target)
                    }
                }
            }
            count = values.count
        }
    }
}
