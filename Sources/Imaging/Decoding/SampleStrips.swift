import CVips

/// Reads an image from top to bottom in strips, and turns each strip into 8-bit RGB at once.
///
/// No more than a strip of the image's own samples is held, however many bands it has.
struct SampleStrips {
    private let image: UnsafeMutablePointer<VipsImage>
    private let layout: SampleLayout
    private let width: Int
    private let height: Int

    private static let bytesOfStrip = 1 << 22

    init(of image: UnsafeMutablePointer<VipsImage>, layout: SampleLayout) {
        self.image = image
        self.layout = layout
        width = Int(vips_image_get_width(image))
        height = Int(vips_image_get_height(image))
    }

    /// The pixels; nil if libvips failed and left a message.
    func pixels() -> [UInt8]? {
        guard vips_image_pio_input(image) == 0, let region = vips_region_new(image) else { return nil }
        defer { kalon_vips_unref(region) }
        let rows = max(1, min(height, Self.bytesOfStrip / (width * layout.bands * layout.bytesPerSample)))
        var isWhole = true
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, written in
            for top in stride(from: 0, to: height, by: rows) {
                let count = min(rows, height - top)
                guard convert(region, top..<top + count, into: target) else {
                    isWhole = false
                    return
                }
            }
            written = width * height * 3
        }
        return isWhole ? pixels : nil
    }

    private func convert(
        _ region: UnsafeMutablePointer<VipsRegion>, _ rows: Range<Int>, into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        var area = VipsRect(left: 0, top: Int32(rows.lowerBound), width: Int32(width), height: Int32(rows.count))
        guard vips_region_prepare(region, &area) == 0 else { return false }
        let samples = width * layout.bands
        for row in rows {
            guard let start = kalon_vips_row(region, Int32(row)) else { return false }
            let line = UnsafeMutableBufferPointer(rebasing: target[row * width * 3..<(row + 1) * width * 3])
            switch layout.depth {
            case .byte:
                convert(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: samples), line) { $0 }
            case .word:
                convert(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt16.self), count: samples), line) {
                    UInt8(truncatingIfNeeded: $0 >> 8)
                }
            case .byteBelow(let largest):
                convert(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: samples), line) {
                    Self.share(Int($0), of: largest)
                }
            case .wordBelow(let largest):
                convert(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt16.self), count: samples), line) {
                    Self.share(Int($0), of: largest)
                }
            }
        }
        return true
    }

    /// Converts one row.
    @inline(__always)
    private func convert<Sample>(
        _ source: UnsafeBufferPointer<Sample>, _ target: UnsafeMutableBufferPointer<UInt8>, byte: (Sample) -> UInt8
    ) {
        let bands = layout.bands
        for pixel in 0..<width {
            let from = pixel * bands, to = pixel * 3
            switch layout.colour {
            case .grey:
                let value = byte(source[from])
                target[to] = value
                target[to + 1] = value
                target[to + 2] = value
            case .rgb:
                for band in 0..<3 { target[to + band] = byte(source[from + band]) }
            case .cmyk:
                let black = byte(source[from + 3])
                for band in 0..<3 { target[to + band] = Self.light(ink: byte(source[from + band]), black: black) }
            }
        }
    }

    /// The share `value / largest` as a byte; halves are rounded to the even number, as in Pillow.
    private static func share(_ value: Int, of largest: Int) -> UInt8 {
        UInt8(clamping: Int((Double(value) / Double(largest) * 255).rounded(.toNearestOrEven)))
    }

    /// The light that ink and black leave in one channel: (255 - ink)(255 - black) / 255, rounded.
    private static func light(ink: UInt8, black: UInt8) -> UInt8 {
        let paper = 255 - Int(black)
        let product = Int(ink) * paper + 128
        return UInt8(clamping: paper - (product + product >> 8) >> 8)
    }
}
