import CVectorLoops

/// A 16-bit brain float: the upper half of a `Float`, with the same range and 8 bits of precision.
package struct BrainFloat: BitwiseCopyable, Sendable {
    package let bits: UInt16

    package init(bits: UInt16) {
        self.bits = bits
    }

    /// Rounds `count` finite numbers to the nearest brain float, ties to even.
    package static func round(
        _ values: UnsafePointer<Float>, count: Int, into rounded: UnsafeMutablePointer<BrainFloat>
    ) {
        rounded.withMemoryRebound(to: UInt16.self, capacity: count) { kalon_round_to_bfloat16(count, values, $0) }
    }
}
