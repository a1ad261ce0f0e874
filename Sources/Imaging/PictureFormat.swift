/// The file formats that Kalon reads, recognised by their first bytes and listed by their extensions.
public enum PictureFormat: String, CaseIterable, Codable, Sendable {
    /// Formats of ordinary picture files; `heif` includes AVIF, and `netpbm` is PPM, PGM and PBM.
    case jpeg, png, webp, gif, tiff, bmp, heif, jxl, jpeg2000, netpbm
    /// A camera's RAW file, judged by the JPEG preview inside.
    case raw

    /// The format's name in a sentence.
    public var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .webp: "WebP"
        case .gif: "GIF"
        case .tiff: "TIFF"
        case .bmp: "BMP"
        case .heif: "HEIC/AVIF"
        case .jxl: "JPEG XL"
        case .jpeg2000: "JPEG 2000"
        case .netpbm: "PPM/PGM/PBM"
        case .raw: "RAW"
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
        case .heif: ["heic", "heif", "hif", "avif"]
        case .jxl: ["jxl"]
        case .jpeg2000: ["jp2", "j2k", "jpx", "jpf"]
        case .netpbm: ["ppm", "pgm", "pbm", "pnm"]
        case .raw:
            [
                "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "kdc", "mef", "mos", "mrw", "nef", "nrw",
                "orf", "pef", "raf", "rw2", "rwl", "sr2", "srf", "srw", "x3f",
            ]
        }
    }

    /// The names of all formats, for a sentence.
    static var list: String { allCases.map(\.name).joined(separator: ", ") }

    /// Whether the listing of a folder counts the file as a picture, by its extension in any case.
    ///
    /// Hidden files, whose names begin with a dot, do not count: other programs leave them behind.
    ///
    /// - Parameter name: the file's name or path.
    public static func isPicture(name: String) -> Bool {
        !(name.split(separator: "/").last ?? "").hasPrefix(".") && PictureFormat(endingOf: name) != nil
    }

    /// The format that a file's extension stands for, in any case; nil if there is none.
    init?(endingOf name: String) {
        let file = name.split(separator: "/").last ?? ""
        guard let dot = file.lastIndex(of: ".") else { return nil }
        let suffix = file[file.index(after: dot)...].lowercased()
        guard let format = Self.allCases.first(where: { $0.extensions.contains(suffix) }) else { return nil }
        self = format
    }
}
