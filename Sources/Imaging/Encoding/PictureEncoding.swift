import CVips
import Foundation
import Storage

/// How a picture is written.
public enum PictureEncoding: Sendable, Equatable {
    case png
    /// `quality` in 1...100; colour at full resolution from 90 on, at half below.
    case jpeg(quality: Int)
}

extension Picture {
    /// The bytes of a file of this picture, without metadata: the same picture gives the same bytes.
    ///
    /// `path` names the picture in errors. Throws `notEncodable`; traps when a JPEG quality is outside 1...100.
    public func encoded(as encoding: PictureEncoding, path: String) throws(ImagingError) -> [UInt8] {
        let vips = try VipsLibrary.started.get()
        let attempt = vips.call { pixels.withUnsafeBytes { encode($0, as: encoding) } }
        switch attempt {
        case .success(let bytes): return bytes
        case .failure(let failure): throw .notEncodable(path: path, reason: failure.reason)
        }
    }

    /// Writes a file at `path` under a temporary name beside it and renames it, so that no part of a picture is ever
    /// seen there. Throws `cannotWrite` or `notEncodable`, and leaves what was there before.
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
