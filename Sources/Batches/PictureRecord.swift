import Files
import Foundation
import Imaging
import Matrices

/// A resized photograph in the file of a cache: a head, the pixels, and a checksum over both.
///
/// The head is the key (16 bytes), the width and the height (UInt32), the notes on reading (UInt64), and a checksum of these.
/// Numbers are little-endian.
struct PictureRecord {
    let key: PictureKey
    let width: Int
    let height: Int
    let notes: ReadingNotes

    static let headBytes = PictureKey.bytes + 24
    static let checksumBytes = 8

    /// The bytes of the whole record.
    var bytes: Int { Self.headBytes + width * height * 3 + Self.checksumBytes }

    /// Larger pictures are not stored: reading them would be no faster than decoding, and they would fill the file.
    private static let mostPixels = 1 << 24

    /// Nil if the picture is too large to be stored.
    init?(key: PictureKey, _ picture: Picture, _ notes: ReadingNotes) {
        guard picture.width * picture.height <= Self.mostPixels else { return nil }
        self.key = key
        width = picture.width
        height = picture.height
        self.notes = notes
    }

    /// Nil if the head is damaged.
    init?(head: Data) {
        guard head.count == Self.headBytes, LittleEndian.number(head.suffix(8)) == Self.checksum(head.dropLast(8)) else {
            return nil
        }
        let fields = head.dropFirst(PictureKey.bytes)
        key = PictureKey(head.prefix(PictureKey.bytes))
        width = Int(LittleEndian.number(fields.prefix(4)))
        height = Int(LittleEndian.number(fields.dropFirst(4).prefix(4)))
        notes = ReadingNotes(rawValue: UInt8(truncatingIfNeeded: LittleEndian.number(fields.dropFirst(8).prefix(8))))
        guard width > 0, height > 0, width * height <= Self.mostPixels else { return nil }
    }

    /// The whole record with these pixels.
    func data(_ pixels: [UInt8]) -> Data {
        var data = head
        data.reserveCapacity(bytes)
        pixels.withUnsafeBytes { data.append(contentsOf: $0) }
        data.append(LittleEndian.bytes(checksum(pixels)))
        return data
    }

    /// The picture, from what follows the head; nil if that is damaged.
    func picture(_ rest: [UInt8]) -> Picture? {
        guard rest.count == bytes - Self.headBytes else { return nil }
        var pixels = rest
        let checksum = LittleEndian.number(pixels.suffix(Self.checksumBytes))
        pixels.removeLast(Self.checksumBytes)
        guard checksum == self.checksum(pixels) else { return nil }
        return Picture(width: width, height: height, pixels: pixels)
    }

    private var head: Data {
        let fields =
            key.data + LittleEndian.bytes(UInt32(width)) + LittleEndian.bytes(UInt32(height))
            + LittleEndian.bytes(UInt64(notes.rawValue))
        return fields + LittleEndian.bytes(Self.checksum(fields))
    }

    private func checksum(_ pixels: [UInt8]) -> UInt64 {
        var hash = StableHash()
        hash.combine(head)
        pixels.withUnsafeBytes { hash.combine(wordsOf: $0) }
        return hash.value
    }

    private static func checksum(_ bytes: Data) -> UInt64 {
        var hash = StableHash()
        hash.combine(bytes)
        return hash.value
    }
}
