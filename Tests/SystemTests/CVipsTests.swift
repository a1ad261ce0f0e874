import CVips
import Foundation
import Imaging
import Synchronization
import TestSupport
import Testing

/// Every function on tiny images.
///
/// Calls that fail are left to the tests of `Imaging`, because libvips collects the reasons for all threads in one place.
@Suite struct CVipsTests {
    typealias Image = UnsafeMutablePointer<VipsImage>

    private let width = 5, height = 4
    private let pixels = (0..<60).map { UInt8($0 * 37 % 256) }

    init() throws {
        // `Imaging` starts libvips; two threads must not do that at the same time.
        try Typeface.requireFont()
    }

    @Test func startingAgainIsNoFailure() {
        #expect(kalon_vips_start("kalon") == 0)
    }

    /// GLib gives what nobody handles to a default handler.
    @Test func warningsOfLibvipsAreNotPrinted() {
        #expect(kalon_vips_start("kalon") == 0)
        let caught = CaughtMessages()
        let former = g_log_set_default_handler(
            { domain, level, message, context in
                let text = message.map { String(cString: $0) } ?? ""
                let caught = context.map { Unmanaged<CaughtMessages>.fromOpaque($0).takeUnretainedValue() }
                if caught?.take(text) != true { g_log_default_handler(domain, level, message, nil) }
            }, Unmanaged.passUnretained(caught).toOpaque())
        withVaList([]) { g_logv("VIPS", G_LOG_LEVEL_WARNING, "for SystemTests: a warning of libvips", $0) }
        withVaList([]) { g_logv("other", G_LOG_LEVEL_WARNING, "for SystemTests: a warning of another library", $0) }
        g_log_set_default_handler(former, nil)
        #expect(caught.all == ["for SystemTests: a warning of another library"])
    }

    @Test func anImageIsMarkedAsSRGB() throws {
        let raw = try #require(vips_image_new_matrix(2, 2))
        defer { kalon_vips_unref(raw) }
        #expect(vips_image_get_interpretation(raw) != VIPS_INTERPRETATION_sRGB)
        let marked = try #require(kalon_vips_mark_srgb(raw))
        defer { kalon_vips_unref(marked) }
        #expect(vips_image_get_interpretation(marked) == VIPS_INTERPRETATION_sRGB)
        #expect(vips_image_get_interpretation(raw) != VIPS_INTERPRETATION_sRGB)
    }

    @Test func theLastReferenceEndsAnObject() throws {
        let image = try #require(vips_image_new_matrix(2, 2)), isGone = Ending()
        g_object_ref(image)
        isGone.watch(image)
        kalon_vips_unref(image)
        #expect(!isGone.value)
        kalon_vips_unref(image)
        #expect(isGone.value)
    }

    @Test func aPNGKeepsEveryPixel() throws {
        let bytes = try encoded { kalon_vips_encode_png($0, &$1, &$2) }
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        // The kinds of blocks that hold texts, which may be compressed.
        for kind in ["tEXt", "zTXt", "iTXt"] { #expect(!contains(bytes, Array(kind.utf8))) }
        let isClosed = Ending()
        try withImage(in: bytes, sourceEnding: isClosed) { image in
            #expect(vips_image_get_width(image) == 5 && vips_image_get_height(image) == 4)
            #expect(vips_image_get_bands(image) == 3)
            // Row by row, from the top.
            #expect(vips_image_is_sequential(image) != 0)
            let region = try #require(vips_region_new(image))
            defer { kalon_vips_unref(region) }
            var found: [UInt8] = []
            for (top, rows) in [(0, 1), (1, 3)] {
                var area = VipsRect(left: 0, top: Int32(top), width: 5, height: Int32(rows))
                #expect(vips_region_prepare(region, &area) == 0)
                for row in top..<top + rows {
                    let start = try #require(kalon_vips_row(region, Int32(row)))
                    found += UnsafeRawBufferPointer(start: start, count: 15)
                }
            }
            #expect(found == pixels)
        }
        #expect(isClosed.value)
    }

    /// A row of a region that begins elsewhere than at the left.
    @Test func aRowBeginsWhereItsRegionDoes() throws {
        let image = try image()
        defer { kalon_vips_unref(image) }
        let region = try #require(vips_region_new(image))
        defer { kalon_vips_unref(region) }
        var area = VipsRect(left: 2, top: 1, width: 3, height: 2)
        #expect(vips_region_prepare(region, &area) == 0)
        let start = try #require(kalon_vips_row(region, 2))
        #expect(Array(UnsafeRawBufferPointer(start: start, count: 9)) == Array(pixels[36..<45]))
    }

    @Test func aJPEGHasItsQuality() throws {
        let best = try encoded { kalon_vips_encode_jpeg($0, 100, &$1, &$2) }
        let low = try encoded { kalon_vips_encode_jpeg($0, 10, &$1, &$2) }
        for bytes in [best, low] {
            #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
            #expect(bytes.suffix(2) == [0xFF, 0xD9])
            #expect(!contains(bytes, note))
        }
        // At quality 100 nothing is divided; at quality 10, the standard's first divisor 16 is multiplied by 5.
        #expect(try firstDivisors(of: best) == [UInt8](repeating: 1, count: 64))
        #expect(try firstDivisors(of: low).first == 80)
    }

    @Test func wordsHaveTheirSizeInPixels() throws {
        let (letter, larger) = (try text("H", "sans 40"), try text("H", "sans 80"))
        // Capital letters have two thirds to three quarters of the size.
        #expect((26...31).contains(letter.height))
        #expect((2 * letter.height - 2...2 * letter.height + 2).contains(larger.height))
        #expect(letter.bands == 1)
        #expect(letter.values.max() == 255 && letter.values.count == letter.width * letter.height)
    }

    @Test func wordsAreMarkup() throws {
        let plain = try text("i", "sans 40")
        #expect(try text("<span>i</span>", "sans 40") == plain)
        #expect(try text("<b>i</b>", "sans 40") != plain)
    }

    // MARK: - Images and files

    /// What the metadata of an encoded image would say.
    private var note: [UInt8] { Array("a note that no file should hold".utf8) }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        Data(bytes).range(of: Data(part)) != nil
    }

    private func image() throws -> Image {
        try #require(
            vips_image_new_from_memory_copy(pixels, pixels.count, Int32(width), Int32(height), 3, VIPS_FORMAT_UCHAR))
    }

    /// The pixels with a note, encoded by one of the functions.
    private func encoded(
        _ encode: (Image, inout UnsafeMutableRawPointer?, inout Int) -> Int32
    ) throws -> [UInt8] {
        let raw = try image()
        defer { kalon_vips_unref(raw) }
        let marked = try #require(kalon_vips_mark_srgb(raw))
        defer { kalon_vips_unref(marked) }
        vips_image_set_blob_copy(marked, "xmp-data", note, note.count)
        var block: UnsafeMutableRawPointer?
        var count = 0
        #expect(encode(marked, &block, &count) == 0)
        let start = try #require(block)
        defer { g_free(start) }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Calls `body` with an image that is decoded from bytes.
    ///
    /// - Parameters:
    ///   - bytes: a file.
    ///   - sourceEnding: what is told of the end of the image's source.
    ///   - body: uses the image.
    private func withImage(in bytes: [UInt8], sourceEnding: Ending, _ body: (Image) throws -> Void) throws {
        try bytes.withUnsafeBytes { bytes in
            let source = try #require(vips_source_new_from_memory(bytes.baseAddress, bytes.count)), imageEnding = Ending()
            defer {
                #expect(!sourceEnding.value)
                kalon_vips_unref(source)
            }
            sourceEnding.watch(source)
            let image = try #require(kalon_vips_open(source, VIPS_FAIL_ON_ERROR))
            defer {
                kalon_vips_unref(image)
                #expect(imageEnding.value)
            }
            imageEnding.watch(image)
            try body(image)
        }
    }

    /// The first table of divisors in a JPEG file.
    private func firstDivisors(of bytes: [UInt8]) throws -> [UInt8] {
        let marker = try #require(Data(bytes).range(of: Data([0xFF, 0xDB])))
        // After the marker come two bytes of length and one of kind.
        return Array(bytes[(marker.upperBound + 3)...].prefix(64))
    }

    private struct Words: Equatable {
        let width: Int
        let height: Int
        let bands: Int
        let values: [UInt8]
    }

    private func text(_ markup: String, _ font: String) throws -> Words {
        let image = try #require(kalon_vips_text(markup, font))
        defer { kalon_vips_unref(image) }
        var count = 0
        let memory = try #require(vips_image_write_to_memory(image, &count))
        defer { g_free(memory) }
        return Words(
            width: Int(vips_image_get_width(image)), height: Int(vips_image_get_height(image)),
            bands: Int(vips_image_get_bands(image)), values: Array(UnsafeRawBufferPointer(start: memory, count: count)))
    }
}

/// Messages for these tests among those of all threads.
private final class CaughtMessages: Sendable {
    private let messages = Mutex<[String]>([])

    /// Whether the message is for these tests.
    func take(_ message: String) -> Bool {
        guard message.hasPrefix("for SystemTests") else { return false }
        messages.withLock { $0.append(message) }
        return true
    }

    var all: [String] { messages.withLock { $0 } }
}

/// Whether an object has come to its end.
private final class Ending: Sendable {
    private let isOver = Atomic(false)

    var value: Bool { isOver.load(ordering: .sequentiallyConsistent) }

    /// Notes the end of an object, which this must outlive.
    func watch(_ object: UnsafeMutableRawPointer) {
        g_object_weak_ref(
            object.assumingMemoryBound(to: GObject.self),
            { context, _ in
                guard let context else { return }
                Unmanaged<Ending>.fromOpaque(context).takeUnretainedValue().isOver.store(
                    true, ordering: .sequentiallyConsistent)
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
