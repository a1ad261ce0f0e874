/// The file formats that Kalon reads, recognised by their first bytes and listed by their extensions.
public enum PictureFormat: String, CaseIterable, Sendable {
    case jpeg, png, webp, gif, tiff, bmp, heif, netpbm

    /// The name in a sentence.
    public var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .webp: "WebP"
        case .gif: "GIF"
        case .tiff: "TIFF"
        case .bmp: "BMP"
        case .heif: "HEIC/AVIF"
        case .netpbm: "PPM/PGM/PBM"
        }
    }

    /// The usual extensions, in lower case and without a dot.
    public var extensions: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .png: ["png"]
        case .webp: ["webp"]
        case .gif: ["gif"]
        case .tiff: ["tif", "tiff"]
        case .bmp: ["bmp"]
        case .heif: ["heic", "heif", "avif"]
        case .netpbm: ["ppm", "pgm", "pbm", "pnm"]
        }
    }

    /// Every name, for a sentence.
    static var list: String { allCases.map(\.name).joined(separator: ", ") }

    /// Whether a folder's listing counts the file as a picture: by its extension, in any case.
    ///
    /// Hidden files, whose names begin with a dot, do not count: they are the leftovers of other programs.
    public static func isPicture(name: String) -> Bool {
        let file = name.split(separator: "/").last ?? ""
        guard !file.hasPrefix("."), let dot = file.lastIndex(of: ".") else { return false }
        let suffix = file[file.index(after: dot)...].lowercased()
        return allCases.contains { $0.extensions.contains(suffix) }
    }
}

extension PictureFormat {
    /// The format whose signature `bytes` begin with, or nil.
    init?(signatureOf bytes: UnsafeRawBufferPointer) {
        func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + signature.count && bytes[offset..<(offset + signature.count)].elementsEqual(signature)
        }
        func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }

        if has([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has("RIFF") && has("WEBP", at: 8) {
            self = .webp
        } else if has("GIF87a") || has("GIF89a") {
            self = .gif
        } else if has([0x49, 0x49, 0x2A, 0]) || has([0x4D, 0x4D, 0, 0x2A]) || has([0x49, 0x49, 0x2B, 0])
            || has([0x4D, 0x4D, 0, 0x2B])
        {
            self = .tiff
        } else if has("BM") && bytes.count > 26 && has([0, 0, 0, 0], at: 6) {
            self = .bmp
        } else if has("ftyp", at: 4) {
            self = .heif
        } else if Self.isNetpbm(bytes) {
            self = .netpbm
        } else {
            return nil
        }
    }

    /// P1 to P6, white space, then the width or a comment: two letters alone may begin a text.
    private static func isNetpbm(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard bytes.count > 3, bytes[0] == 0x50, (0x31...0x36).contains(bytes[1]), blanks.contains(bytes[2]),
            let next = bytes[3...].first(where: { !blanks.contains($0) })
        else { return false }
        return (0x30...0x39).contains(next) || next == 0x23
    }
}
