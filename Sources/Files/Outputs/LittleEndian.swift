import Foundation

/// Whole numbers as files store them, with the lowest byte first.
package enum LittleEndian {
    /// The bytes of a number, as many as its type has.
    package static func bytes(_ number: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }

    /// The number that some bytes stand for.
    ///
    /// - Precondition: there are at most eight bytes.
    package static func number(_ bytes: some BidirectionalCollection<UInt8>) -> UInt64 {
        precondition(bytes.count <= 8, "\(bytes.count) bytes do not fit a 64-bit number")
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
