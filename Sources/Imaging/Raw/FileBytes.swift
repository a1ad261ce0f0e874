import Glibc

/// The bytes of a file, from which numbers can be read; numbers beyond the end are nil.
struct FileBytes {
    let bytes: UnsafeRawBufferPointer
    var isBigEndian: Bool

    var count: Int { bytes.count }

    func byte(_ offset: Int) -> UInt8? {
        offset >= 0 && offset < bytes.count ? bytes[offset] : nil
    }

    /// Two bytes.
    func short(_ offset: Int) -> Int? { number(offset, as: UInt16.self) }

    /// Four bytes.
    func long(_ offset: Int) -> Int? { number(offset, as: UInt32.self) }

    private func number<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Int? {
        guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { return nil }
        let value = bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
        return Int(isBigEndian ? Number(bigEndian: value) : Number(littleEndian: value))
    }

    /// The first place of `signature`, which is not empty, at or after `offset`.
    func firstPlace(of signature: [UInt8], from offset: Int) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        var place = max(0, offset)
        while place <= bytes.count - signature.count,
            let found = memchr(start + place, Int32(signature[0]), bytes.count - signature.count + 1 - place)
        {
            place = UnsafeRawPointer(found) - start
            if bytes.has(signature, at: place) { return place }
            place += 1
        }
        return nil
    }
}
