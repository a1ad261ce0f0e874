import CVips
import Faults

/// The system's upright sans-serif typeface in one size.
///
/// It may be used from several threads.
public struct Typeface: Sendable {
    /// The size in pixels.
    public let size: Int
    /// Whether the letters are bold.
    public let isBold: Bool

    /// Makes a typeface.
    ///
    /// - Parameters:
    ///   - size: the size in pixels, above 0.
    ///   - isBold: whether the letters are bold.
    public init(size: Int, isBold: Bool = false) {
        self.size = size
        self.isBold = isBold
    }

    /// The approximate height of a line in pixels.
    public var lineHeight: Int { size * 3 / 2 }

    /// Checks that a usable font is installed.
    ///
    /// - Throws: `ImagingError.noFont` if letters would be drawn as empty boxes, all alike.
    public static func requireFont() throws(ImagingError) {
        let face = Typeface(size: 20)
        // The ink of these letters differs in width in every font; boxes are all alike, whatever is in their pixels.
        if try face.lettering("i").inkWidth == face.lettering("W").inkWidth { throw .noFont }
    }

    /// One line of words.
    ///
    /// Cost: about a millisecond.
    ///
    /// - Throws: `notDrawn`, or `decoderUnavailable` without libvips.
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

    /// One line of words, without its middle if it is wider than `width` pixels.
    ///
    /// - Parameters:
    ///   - words: the words; an ellipsis replaces what is left out.
    ///   - width: the greatest width in pixels.
    /// - Throws: what `lettering(_:)` throws.
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
