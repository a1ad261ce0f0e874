import CVips
import Faults

/// The system's upright letters without serifs, in one size. May be used from several threads.
public struct Typeface: Sendable {
    /// In pixels.
    public let size: Int
    public let isBold: Bool

    public init(size: Int, isBold: Bool = false) {
        self.size = size
        self.isBold = isBold
    }

    /// About the height of a line.
    public var lineHeight: Int { size * 3 / 2 }

    /// Throws `ImagingError.noFont` where letters would be empty boxes, all alike.
    public static func requireFont() throws(ImagingError) {
        let face = Typeface(size: 20)
        if try face.lettering("i") == face.lettering("W") { throw .noFont }
    }

    /// One line of words. Throws `notDrawn`, and `decoderUnavailable` without libvips. Cost: about a millisecond.
    public func lettering(_ words: String) throws(ImagingError) -> Lettering {
        guard words.contains(where: { !$0.isWhitespace }) else { return .blank }
        let vips = try VipsLibrary.started.get()
        let font = "sans \(isBold ? "bold " : "")\(size)"
        let attempt = vips.call { Self.draw(words.escapedAsMarkup, font) }
        switch attempt {
        case .success(let lettering): return lettering
        case .failure(let failure): throw .notDrawn(words: words, reason: failure.reason)
        }
    }

    /// Words without their middle, where they are wider than `width` pixels.
    public func lettering(_ words: String, within width: Int) throws(ImagingError) -> Lettering {
        var lettering = try lettering(words)
        var kept = words.count
        while lettering.width > width, kept > 2 {
            kept = min(kept - 1, kept * width / lettering.width)
            let start = words.prefix((kept + 1) / 2), end = words.suffix(kept / 2)
            lettering = try self.lettering("\(start)…\(end)")
        }
        return lettering
    }

    private static func draw(_ markup: String, _ font: String) -> Lettering? {
        guard let image = kalon_vips_text(markup, font) else { return nil }
        defer { kalon_vips_unref(image) }
        var count = 0
        guard let memory = vips_image_write_to_memory(image, &count) else { return nil }
        defer { g_free(memory) }
        return Lettering(
            left: max(0, Int(vips_image_get_xoffset(image))), top: max(0, Int(vips_image_get_yoffset(image))),
            inkWidth: Int(vips_image_get_width(image)), inkHeight: Int(vips_image_get_height(image)),
            coverage: [UInt8](UnsafeRawBufferPointer(start: memory, count: count)))
    }
}
