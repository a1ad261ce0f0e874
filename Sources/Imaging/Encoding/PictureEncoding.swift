import CVips
import Foundation

/// The format in which a picture is written.
public enum PictureEncoding: Sendable, Equatable {
    /// A PNG file, which keeps every pixel.
    case png
    /// A JPEG file with `quality` in 1...100; colour has full resolution from 90 on, and half resolution below.
    case jpeg(quality: Int)
}

extension Picture {
    /// The bytes of a file of this picture, without metadata; the same picture gives the same bytes.
    ///
    /// - Parameters:
    ///   - encoding: the format.
    ///   - path: a name for the picture in errors.
    /// - Precondition: a JPEG quality is in 1...100.
    /// - Throws: `notEncodable`.
    public func encoded(as encoding: PictureEncoding, path: String) throws(ImagingError) -> [UInt8] {
        let vips = try VipsLibrary.started.get()
        let attempt = vips.call { pixels.withUnsafeBytes { encode($0, as: encoding) } }
        switch attempt {
        case .success(let bytes): return bytes
        case .failure(let failure): throw .notEncodable(path: path, reason: failure.reason)
        }
    }

    /// Writes a file at `path`, under a temporary name beside it that is then renamed, so that no partial picture ever appears
    /// there.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - encoding: the format.
    /// - Throws: `cannotWrite` or `notEncodable`; then what was at `path` before is untouched.
    public func write(to path: String, as encoding: PictureEncoding) throws(ImagingError) {
        try AtomicFile.write(Data(encoded(as: encoding, path: path)), to: path)
    }

    private func encode(_ pixels: UnsafeRawBufferPointer, as encoding: PictureEncoding) -> [UInt8]? {
        guard
            let raw = vips_image_new_from_memory(
                pixels.baseAddress, pixels.count, Int32(width), Int32(height), 3, VIPS_FORMAT_UCHAR)
        else { return nil }
        defer { kalon_vips_unref(raw) }
        guard let image = kalon_vips_mark_srgb(raw) else { return nil }
        defer { kalon_vips_unref(image) }
        var block: UnsafeMutableRawPointer?
        var count = 0
        let status =
            switch encoding {
            case .png: kalon_vips_encode_png(image, &block, &count)
            case .jpeg(let quality): encodeJPEG(image, quality, &block, &count)
            }
        guard status == 0, let block else { return nil }
        defer { g_free(block) }
        return [UInt8](UnsafeRawBufferPointer(start: block, count: count))
    }

    private func encodeJPEG(
        _ image: UnsafeMutablePointer<VipsImage>, _ quality: Int, _ block: inout UnsafeMutableRawPointer?, _ count: inout Int
    ) -> Int32 {
        precondition((1...100).contains(quality), "a JPEG quality of \(quality) is outside 1...100")
        return kalon_vips_encode_jpeg(image, Int32(quality), &block, &count)
    }
}
