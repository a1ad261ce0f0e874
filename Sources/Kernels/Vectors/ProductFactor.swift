import LinearAlgebra

/// A matrix that enters products: in float32, and rounded beside it where products are computed in brain floats.
struct ProductFactor {
    let values: UnsafePointer<Float>
    /// The same numbers rounded; nil in float32.
    let rounded: UnsafePointer<BrainFloat>?
    /// The length of a row in memory.
    let stride: Int
    var orientation = Orientation.asStored

    /// The same matrix from the element at `offset` on.
    func advanced(by offset: Int) -> ProductFactor {
        ProductFactor(
            values: values + offset, rounded: rounded.map { $0 + offset }, stride: stride, orientation: orientation)
    }

    var transposed: ProductFactor {
        ProductFactor(
            values: values, rounded: rounded, stride: stride,
            orientation: orientation == .asStored ? .transposed : .asStored)
    }

    /// Writes the product `[m, n]` of this `[m, k]` and another `[k, n]`, on the calling thread.
    func multiply(
        by other: ProductFactor, m: Int, n: Int, k: Int, into product: UnsafeMutablePointer<Float>, stride: Int
    ) {
        if let rounded, let otherRounded = other.rounded {
            SerialProduct.multiply(
                m: m, n: n, k: k, rounded, aStride: self.stride, orientation, otherRounded, bStride: other.stride,
                other.orientation, into: product, cStride: stride)
        } else {
            SerialProduct.multiply(
                m: m, n: n, k: k, values, aStride: self.stride, orientation, other.values, bStride: other.stride,
                other.orientation, into: product, cStride: stride)
        }
    }
}
