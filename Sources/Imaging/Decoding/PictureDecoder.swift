import CVips
import Isolation

/// A decoder that turns picture files into 8-bit RGB, as Pillow's `Image.open(path).convert("RGB")` does.
///
/// The EXIF orientation is noted but not applied, and colour profiles are ignored. Grey is repeated, alpha is dropped rather
/// than blended, palettes are expanded, 16-bit samples lose their low byte, and CMYK is converted without a profile. Only the
/// first page or frame is read. For a camera's RAW file, the largest JPEG preview is read.
///
/// It differs from Pillow in four points. Pillow cuts 16-bit grey off at 255; here it is scaled. Pillow shows a transparent GIF
/// pixel in the colour that its palette gives it; here it is black or nearly so. Pillow turns TIFF pictures upright itself;
/// here they are left as stored. Pillow keeps JPEG files with holes; here they are refused. HEIC, AVIF and JPEG XL come upright
/// from their decoders.
///
/// It is safe to use from several threads at once. Each decode runs on one thread, and large ones wait for one another if
/// together they would take more memory than `maximumBytes`.
public struct PictureDecoder: Sendable {
    /// The most pixels that a picture may have; a header that announces more is refused before anything is decoded.
    public let maximumPixels: Int
    /// The processes that decode; nil to decode in this process.
    private let isolation: Isolation?

    /// The most memory that files and decodes may take at one time, including those of copies of this value.
    ///
    /// Decodes of up to `freeBytes` are not counted.
    public var maximumBytes: Int { memory.bytes }

    private let memory: MemoryBudget

    /// The limit of pixels that applies unless another is given: 2^28.
    public static let standardMaximumPixels = 1 << 28

    /// Bytes per allowed pixel: four samples of 16 bits, the picture made from them, and a byte to spare.
    private static let bytesOfPixel = 12

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - maximumPixels: the most pixels that a picture may have.
    ///   - isolation: the processes that decode; nil to decode in this process.
    /// - Precondition: `maximumPixels` is between 1 and 2^40.
    public init(
        maximumPixels: Int = PictureDecoder.standardMaximumPixels, isolation: Isolation? = Isolation.current
    ) {
        precondition((1...1 << 40).contains(maximumPixels), "\(maximumPixels) is not a limit of pixels from 1 to 2^40")
        self.maximumPixels = maximumPixels
        memory = MemoryBudget(bytes: Self.bytesOfPixel * maximumPixels + 1 << 26)
        self.isolation = isolation
    }

    /// The picture in the file at `path`.
    ///
    /// Memory: the file, the decoded picture, and what its format needs besides, which for most formats is a few rows.
    ///
    /// - Throws: `missing`, `notAFile`, `unreadable`, `tooLarge` or `empty` for the file; `notAPicture`, `unreadFormat`,
    ///   `noPreview`, `damaged`, `tooManyPixels`, `tooMuchMemory`, `tooManyScans`, `unsupportedSamples` or `notSurvived` for
    ///   its content.
    public func decode(path: String) throws(ImagingError) -> Picture {
        try decode(path: path) { _ in }.picture
    }

    /// The picture in the file at `path`, and what `inspect` finds in its bytes.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - inspect: called with all bytes of the file, after decoding.
    /// - Throws: what `decode(path:)` throws.
    public func decode<Finding>(
        path: String, inspect: (UnsafeRawBufferPointer) -> Finding
    ) throws(ImagingError) -> (picture: Picture, finding: Finding) {
        var lease: MemoryBudget.Lease?
        // No format stores a pixel in more than four samples of 16 bits; the rest is for a camera's notes.
        let bytes = try FileContent.read(path: path, maximumBytes: 8 * maximumPixels + 1 << 26) { lease = memory.hold($0) }
        let picture = try decode(bytes, path: path, lease ?? memory.hold(bytes.count))
        return (picture, bytes.withUnsafeBytes(inspect))
    }

    /// The picture in `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the content of a file.
    ///   - path: a name for errors, whose ending tells what kind of TIFF file the bytes are.
    /// - Throws: what `decode(path:)` throws for the content.
    public func decode(_ bytes: [UInt8], path: String) throws(ImagingError) -> Picture {
        try decode(bytes, path: path, memory.hold(bytes.count))
    }

    private func decode(_ bytes: [UInt8], path: String, _ lease: MemoryBudget.Lease) throws(ImagingError) -> Picture {
        switch try attempt(bytes, path: path, allowance: Self.freeBytes, in: isolation) {
        case .picture(let picture): return picture
        case .needs(let cost):
            lease.grow(by: cost)
            guard case .picture(let picture) = try attempt(bytes, path: path, allowance: cost, in: isolation) else {
                throw .tooMuchMemory(path: path, bytes: cost, maximum: maximumBytes)
            }
            return picture
        }
    }

    /// Decodes that take no more memory than this never wait: photographs of up to 40 megapixels as cameras write them.
    static let freeBytes = 1 << 28

    /// The outcome of an attempt.
    enum Attempt {
        case picture(Picture)
        /// It needs this many bytes of memory, more than were allowed.
        case needs(Int)
    }

    /// Decodes a picture if that takes at most `allowance` bytes of memory, apart from the file.
    ///
    /// - Throws: what `decode(_:path:)` throws.
    func attempt(_ bytes: [UInt8], path: String, allowance: Int) throws(ImagingError) -> Attempt {
        try bytes.withUnsafeBytes { file in
            Result { () throws(ImagingError) in
                try attempt(EncodedPicture.found(in: file, path: path), path: path, allowance: allowance)
            }
        }.get()
    }

    private func attempt(
        _ encoded: EncodedPicture, path: String, allowance: Int
    ) throws(ImagingError) -> Attempt {
        let vips = try VipsLibrary.started.get()
        let header: EncodedPicture.Header
        switch vips.call(encoded.header) {
        case .success(let found): header = found
        case .failure(let failure): throw .damaged(path: path, format: encoded.format, reason: failure.reason)
        }
        let layout = try allowed(header, of: encoded, path: path)
        let cost = encoded.cost(header, layout)
        guard cost <= allowance else { return .needs(cost) }
        let pixels = try pixels(of: encoded, layout, vips, path: path)
        return .picture(
            Picture(
                width: header.width, height: header.height, pixels: pixels, orientation: header.orientation,
                isPreview: encoded.isPreview))
    }

    /// Checks the header against the limits.
    ///
    /// - Throws: `tooManyPixels`, `unsupportedSamples`, `tooMuchMemory` or `tooManyScans`.
    private func allowed(
        _ header: EncodedPicture.Header, of encoded: EncodedPicture, path: String
    ) throws(ImagingError) -> SampleLayout {
        let (width, height) = (header.width, header.height)
        guard width <= maximumPixels / height else {
            throw .tooManyPixels(path: path, width: width, height: height, maximum: maximumPixels)
        }
        guard let layout = header.layout else { throw .unsupportedSamples(path: path, samples: header.samples) }
        let cost = encoded.cost(header, layout)
        guard cost <= maximumBytes else { throw .tooMuchMemory(path: path, bytes: cost, maximum: maximumBytes) }
        if let stream = encoded.stream, stream.hasSeveralScans {
            let scans = stream.scanCount(in: FileBytes(bytes: encoded.bytes, isBigEndian: true))
            guard scans <= Self.mostScannedPixels / (width * height) else {
                throw .tooManyScans(path: path, scans: scans, width: width, height: height)
            }
        }
        return layout
    }

    /// The most scans times pixels of a JPEG: 64 scans of the largest picture.
    ///
    /// Cameras and editors write about ten scans.
    private static let mostScannedPixels = 1 << 34

    private func pixels(
        of encoded: EncodedPicture, _ layout: SampleLayout, _ vips: VipsLibrary, path: String
    ) throws(ImagingError) -> [UInt8] {
        let level = encoded.format == .jpeg ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_ERROR
        var attempt = vips.call { encoded.pixels(layout, failingOn: level) }
        if case .failure(let failure) = attempt, encoded.format == .jpeg, !Self.damage.contains(where: failure.reason.contains) {
            attempt = vips.call { encoded.pixels(layout, failingOn: VIPS_FAIL_ON_ERROR) }
        }
        switch attempt {
        case .success(let pixels): return pixels
        case .failure(let failure): throw .damaged(path: path, format: encoded.format, reason: failure.reason)
        }
    }

    /// Warnings that mean lost pixels: the JPEG decoder replaces damaged data with grey and only warns.
    ///
    /// Other warnings, such as one of an unusual version number, do not matter.
    private static let damage = ["premature end of data segment", "bad Huffman code"]
}
