import CZlib
import Testing

/// Raw deflate, as zip archives hold it, into exactly as many bytes as are expected.
@Suite struct CZlibTests {
    /// `0, 1, … 6` again and again, as Python's zlib compresses it without a head.
    private static let compressed: [UInt8] = [99, 96, 100, 98, 102, 97, 101, 99, 24, 165, 8, 83, 0]
    private static let content = (0..<300).map { UInt8($0 % 7) }

    /// The status, and what was written.
    private func inflated(_ source: [UInt8], count: Int) -> (status: Int32, bytes: [UInt8]) {
        let target = FencedMemory([UInt8](repeating: 0xEE, count: count), fence: 0xA5)
        let status = kalon_inflate(source, UInt32(source.count), target.start, UInt32(count))
        #expect(target.isIntact)
        return (status, target.values)
    }

    @Test func whatIsWholeIsInflated() {
        #expect(inflated(Self.compressed, count: 300) == (kalon_inflate_done(), Self.content))
        // A block that is stored as it is: its last bit, the length, the complement of the length.
        #expect(inflated([1, 3, 0, 0xFC, 0xFF, 7, 8, 9], count: 3) == (kalon_inflate_done(), [7, 8, 9]))
    }

    @Test func theStatusOfSuccessIsThatOfZlib() {
        #expect(kalon_inflate_done() == Z_STREAM_END)
        #expect(kalon_inflate_done() != Z_OK)
    }

    @Test func anotherSizeIsAFailure() {
        #expect(inflated(Self.compressed, count: 299).status == Z_BUF_ERROR)
        #expect(inflated(Self.compressed, count: 301).status == Z_BUF_ERROR)
        #expect(inflated(Array(Self.compressed.dropLast(4)), count: 300).status == Z_BUF_ERROR)
    }

    @Test func otherBytesAreAFailure() {
        // A block of a kind that there is not, and the head of zlib's own format.
        #expect(inflated([7, 0, 0], count: 3).status == Z_DATA_ERROR)
        #expect(inflated([120, 156] + Self.compressed, count: 300).status == Z_DATA_ERROR)
    }
}
