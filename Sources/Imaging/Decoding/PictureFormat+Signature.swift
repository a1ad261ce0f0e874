extension PictureFormat {
    /// The format with whose signature `bytes` begin; nil if there is none.
    init?(signatureOf bytes: UnsafeRawBufferPointer) {
        guard let format = Self.everyday(bytes) ?? Self.camera(bytes) ?? Self.boxed(bytes) else {
            guard Self.isNetpbm(bytes) else { return nil }
            self = .netpbm
            return
        }
        self = format
    }

    private static func everyday(_ bytes: UnsafeRawBufferPointer) -> PictureFormat? {
        if bytes.has([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if bytes.has("RIFF") && bytes.has("WEBP", at: 8) { return .webp }
        if bytes.has("GIF87a") || bytes.has("GIF89a") { return .gif }
        if bytes.has("BM") && bytes.count > 26 && bytes.has([0, 0, 0, 0], at: 6) { return .bmp }
        if bytes.has([0xFF, 0x0A]) || bytes.has([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A]) { return .jxl }
        if bytes.has([0xFF, 0x4F, 0xFF, 0x51]) || bytes.has([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]) {
            return .jpeg2000
        }
        return nil
    }

    /// TIFF, and the variants of it that cameras write: Canon, Olympus, Panasonic and others have their own signatures.
    private static func camera(_ bytes: UnsafeRawBufferPointer) -> PictureFormat? {
        if bytes.has("FUJIFILMCCD-RAW") || bytes.has("FOVb") || bytes.has([0, 0x4D, 0x52, 0x4D]) { return .raw }
        if bytes.has("IIRO") || bytes.has("IIRS") || bytes.has("MMOR") || bytes.has("IIU\0") { return .raw }
        if bytes.has("HEAPCCDR", at: 6) { return .raw }
        let isTIFF = [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B]]
            .contains { bytes.has($0) }
        guard isTIFF else { return nil }
        return bytes.has("CR", at: 8) && bytes.has([2], at: 10) ? .raw : .tiff
    }

    /// HEIC, AVIF and Canon's CR3, by the brands that their first box names; films have other brands.
    private static func boxed(_ bytes: UnsafeRawBufferPointer) -> PictureFormat? {
        guard bytes.has("ftyp", at: 4) else { return nil }
        let brands = stride(from: 8, to: min(bytes.count, 64) - 3, by: 4).filter { $0 != 12 }
        func names(_ list: [String]) -> Bool { brands.contains { place in list.contains { bytes.has($0, at: place) } } }
        if names(["crx "]) { return .raw }
        return names(["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1", "avif", "avis", "miaf"])
            ? .heif : nil
    }

    /// P1 to P6, white space, then the width or a comment; the two characters alone could also begin a text.
    private static func isNetpbm(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard bytes.count > 3, bytes[0] == 0x50, (0x31...0x36).contains(bytes[1]), blanks.contains(bytes[2]),
            let next = bytes[3...].first(where: { !blanks.contains($0) })
        else { return false }
        return (0x30...0x39).contains(next) || next == 0x23
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `signature` stands at `offset`.
    func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
        guard offset >= 0, count >= offset + signature.count else { return false }
        for index in signature.indices where self[offset + index] != signature[index] { return false }
        return true
    }

    func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }
}
