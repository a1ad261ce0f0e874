import CVips

/// The samples of a whole image as libvips left them, in memory that it allocated.
final class DecodedSamples {
    private let memory: UnsafeMutableRawPointer
    private let count: Int
    private let width: Int
    private let height: Int
    private let layout: SampleLayout
    private let orientation: ExifOrientation

    /// Takes over `memory`, `[height, width, bands]`, and frees it in the end.
    init(
        taking memory: UnsafeMutableRawPointer, count: Int, width: Int, height: Int, layout: SampleLayout,
        orientation: ExifOrientation
    ) {
        self.memory = memory
        self.count = count
        self.width = width
        self.height = height
        self.layout = layout
        self.orientation = orientation
    }

    deinit { g_free(memory) }

    /// The samples as 8-bit RGB.
    func picture(path: String) throws(ImagingError) -> Picture {
        let samples = width * height * layout.bands
        guard count == samples * layout.bytesPerSample else {
            throw .unsupportedSamples(path: path, samples: "\(count) bytes for \(width) x \(height) pixels")
        }
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, written in
            switch layout.bytesPerSample {
            case 1: convert(UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: samples), target) { $0 }
            default:
                convert(UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt16.self), count: samples), target) {
                    UInt8(truncatingIfNeeded: $0 >> 8)
                }
            }
            written = width * height * 3
        }
        return Picture(width: width, height: height, pixels: pixels, orientation: orientation)
    }

    @inline(__always)
    private func convert<Sample>(
        _ source: UnsafeBufferPointer<Sample>, _ target: UnsafeMutableBufferPointer<UInt8>, byte: (Sample) -> UInt8
    ) {
        let bands = layout.bands
        for pixel in 0..<(width * height) {
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

    /// What ink and black leave of one colour: (255 - ink)(255 - black) / 255, rounded.
    private static func light(ink: UInt8, black: UInt8) -> UInt8 {
        let paper = 255 - Int(black)
        let product = Int(ink) * paper + 128
        return UInt8(clamping: paper - (product + product >> 8) >> 8)
    }
}
