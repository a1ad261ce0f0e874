/// A 64-bit hash that is the same in every process and on every machine: FNV-1a (Fowler, Noll, Vo 1991).
///
/// For telling contents apart and for spreading names; not against somebody who wants two to be equal.
public struct StableHash: Sendable {
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    public mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// The text and a mark of its end, so that neighbouring texts cannot trade letters.
    public mutating func combine(_ text: String) {
        combine(text.utf8)
        combine(CollectionOfOne(0))
    }
}
