/// Common formats of pictures that Kalon does not read, so that an error can name them.
enum UnreadFormat: String, CaseIterable {
    case openEXR = "OpenEXR"
    case photoshop = "Photoshop"
    case pdf = "PDF"
    case svg = "SVG"
    case icon = "icon"
    case radiance = "Radiance HDR"
    case directDraw = "DirectDraw surface"
    case gimp = "GIMP"
    case djvu = "DjVu"
    case fits = "FITS"
    case film = "film"

    /// The format with whose signature `bytes` begin; nil if there is none.
    init?(signatureOf bytes: UnsafeRawBufferPointer) {
        guard let format = Self.allCases.first(where: { $0.begins(bytes) }) else { return nil }
        self = format
    }

    private func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .openEXR: bytes.has([0x76, 0x2F, 0x31, 0x01])
        case .photoshop: bytes.has("8BPS")
        case .pdf: bytes.has("%PDF-")
        case .svg: bytes.has("<svg") || bytes.has("<?xml")
        case .icon: bytes.has([0, 0, 1, 0]) || bytes.has([0, 0, 2, 0])
        case .radiance: bytes.has("#?RADIANCE") || bytes.has("#?RGBE")
        case .directDraw: bytes.has("DDS ")
        case .gimp: bytes.has("gimp xcf")
        case .djvu: bytes.has("AT&TFORM")
        case .fits: bytes.has("SIMPLE  =")
        case .film:
            bytes.has("ftyp", at: 4) || bytes.has([0x1A, 0x45, 0xDF, 0xA3]) || bytes.has("RIFF") && bytes.has("AVI ", at: 8)
        }
    }
}
