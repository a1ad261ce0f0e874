import COneDNN

/// Products on the calling thread alone, for loops that divide their work among threads themselves.
///
/// Row-major: op(A) `[m, k]`, op(B) `[k, n]`, C `[m, n]`. Strides are the lengths of the rows in memory, of the factors as
/// stored. Traps when a stride is shorter than its row. Cost: 2mnk operations.
package enum SerialProduct {
    /// `C <- op(A) op(B)` in float32.
    package static func multiply(
        m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, aStride: Int, _ aOrientation: Orientation,
        _ b: UnsafePointer<Float>, bStride: Int, _ bOrientation: Orientation, into c: UnsafeMutablePointer<Float>,
        cStride: Int
    ) {
        let status = kalon_product_float32(
            aOrientation.letter, bOrientation.letter, m, n, k, a, aStride, b, bStride, c, cStride)
        precondition(status == 0, "oneDNN refused a product of \(m) x \(k) and \(k) x \(n): \(status)")
    }

    /// `C <- op(A) op(B)` of brain floats, summed and stored in float32.
    ///
    /// Traps if `canMultiplyBrainFloats` is false.
    package static func multiply(
        m: Int, n: Int, k: Int, _ a: UnsafePointer<BrainFloat>, aStride: Int, _ aOrientation: Orientation,
        _ b: UnsafePointer<BrainFloat>, bStride: Int, _ bOrientation: Orientation, into c: UnsafeMutablePointer<Float>,
        cStride: Int
    ) {
        let status = brainProduct(
            m: m, n: n, k: k, a, aStride: aStride, aOrientation, b, bStride: bStride, bOrientation, into: c,
            cStride: cStride)
        precondition(status == 0, "oneDNN refused a product of \(m) x \(k) and \(k) x \(n): \(status)")
    }

    /// Whether the library can multiply brain floats on this processor.
    package static var canMultiplyBrainFloats: Bool {
        let one = BrainFloat(bits: 0x3F80)
        var product: Float = 0
        return withUnsafePointer(to: one) { one in
            brainProduct(
                m: 1, n: 1, k: 1, one, aStride: 1, .asStored, one, bStride: 1, .asStored, into: &product, cStride: 1)
        } == 0 && product == 1
    }

    private static func brainProduct(
        m: Int, n: Int, k: Int, _ a: UnsafePointer<BrainFloat>, aStride: Int, _ aOrientation: Orientation,
        _ b: UnsafePointer<BrainFloat>, bStride: Int, _ bOrientation: Orientation, into c: UnsafeMutablePointer<Float>,
        cStride: Int
    ) -> Int32 {
        kalon_product_bfloat16(
            aOrientation.letter, bOrientation.letter, m, n, k,
            UnsafeRawPointer(a).assumingMemoryBound(to: UInt16.self), aStride,
            UnsafeRawPointer(b).assumingMemoryBound(to: UInt16.self), bStride, c, cStride)
    }
}

extension Orientation {
    fileprivate var letter: CChar { self == .asStored ? 0x4E : 0x54 }
}
