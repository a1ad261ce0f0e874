import Foundation

/// Whole numbers as files keep them: the lowest byte first.
package enum LittleEndian {
    /// The number's bytes, as many as its type has.
    package static func bytes(_ number: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }

    /// The number that bytes stand for.
    ///
    /// - Precondition: there are eight at most.
    package static func number(_ bytes: some BidirectionalCollection<UInt8>) -> UInt64 {
        precondition(bytes.count <= 8, "\(bytes.count) bytes do not fit a 64-bit number")
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
