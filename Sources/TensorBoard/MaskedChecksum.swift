import Foundation

/// The checksum of TFRecord files: CRC-32C, turned by 15 bits and shifted by a constant.
///
/// The shift keeps a checksum of bytes that contain checksums themselves from being degenerate.
enum MaskedChecksum {
    /// The polynomial of Castagnoli, Bräuer and Herrmann (1993), with its lowest power in the highest bit.
    private static let polynomial: UInt32 = 0x82F6_3B78
    private static let shift: UInt32 = 0xA282_EAD8

    /// What a byte does to the checksum.
    private static let steps: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ polynomial : rest >> 1 }
    }

    static func of(_ bytes: Data) -> UInt32 {
        let checksum = ~bytes.reduce(~0) { steps[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
        return (checksum >> 15 | checksum << 17) &+ shift
    }
}
