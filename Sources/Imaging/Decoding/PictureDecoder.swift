import CVips
import Isolation

/// Turns picture files into 8-bit RGB, as Pillow's `Image.open(path).convert("RGB")` does.
///
/// The orientation in EXIF is noted and not applied, colour profiles are ignored, grey is repeated, alpha is dropped
/// rather than blended, palettes are expanded, 16-bit samples lose their low byte, CMYK is converted without a profile,
/// and only the first page or frame is read. Of a camera's RAW file the largest JPEG preview is read. Departures: Pillow
/// cuts 16-bit grey off at 255, shows a transparent GIF pixel in the colour that its palette gives it, turns TIFF pictures
/// upright by itself, and keeps JPEG files with holes; these are scaled, black or nearly so, left as they are stored, and
/// refused here. HEIC, AVIF and JPEG XL come upright from their decoders.
/// Safe to use from several threads at once; each decode runs on one thread, and large ones wait for one another where
/// together they would take more memory than `maximumBytes`.
public struct PictureDecoder: Sendable {
    /// The most pixels that a picture may have; a header that announces more is refused before anything is decoded.
    public let maximumPixels: Int
    /// Whose processes decode; nil for this one.
    private let isolation: Isolation?

    /// The most memory that files and decodes at one time take, those of copies of this value included; decodes of up to
    /// `freeBytes` are not counted.
    public var maximumBytes: Int { memory.bytes }

    private let memory: MemoryBudget

    /// The limit that holds where none is asked for.
    public static let standardMaximumPixels = 1 << 28

    /// For each pixel that is allowed: four samples of 16 bits, the picture made of them, and a byte to spare.
    private static let bytesOfPixel = 12

    /// - Precondition: `maximumPixels` is 1 to 2^40.
    public init(
        maximumPixels: Int = PictureDecoder.standardMaximumPixels, isolation: Isolation? = Isolation.current
    ) {
        precondition((1...1 << 40).contains(maximumPixels), "\(maximumPixels) is no limit of pixels")
        self.maximumPixels = maximumPixels
        memory = MemoryBudget(bytes: Self.bytesOfPixel * maximumPixels + 1 << 26)
        self.isolation = isolation
    }

    /// The picture in the file at `path`.
    ///
    /// Throws `missing`, `notAFile`, `unreadable`, `tooLarge` or `empty` for the file, and for its content `notAPicture`,
    /// `unreadFormat`, `noPreview`, `damaged`, `tooManyPixels`, `tooMuchMemory`, `tooManyScans`,
    /// `unsupportedSamples` or `notSurvived`.
    /// Memory: the file, the decoded picture, and what its format takes besides; of most a few rows.
    public func decode(path: String) throws(ImagingError) -> Picture {
        try decode(path: path) { _ in }.picture
    }

    /// The picture in the file at `path`, and what `inspect` finds in its bytes. Throws as `decode(path:)` does.
    public func decode<Finding>(
        path: String, inspect: (UnsafeRawBufferPointer) -> Finding
    ) throws(ImagingError) -> (picture: Picture, finding: Finding) {
        var lease: MemoryBudget.Lease?
        // Nothing stores a pixel in more than four samples of 16 bits; the rest is for what a camera notes beside them.
        let bytes = try FileContent.read(path: path, maximumBytes: 8 * maximumPixels + 1 << 26) { lease = memory.hold($0) }
        let picture = try decode(bytes, path: path, lease ?? memory.hold(bytes.count))
        return (picture, bytes.withUnsafeBytes(inspect))
    }

    /// The picture in `bytes`; `path` names them in errors, and its ending tells what kind of TIFF file they are. Throws as
    /// `decode(path:)` does for the content.
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

    /// Decodes that take no more memory than this wait for nobody: photographs of up to 40 megapixels as cameras write them.
    static let freeBytes = 1 << 28

    /// What came of an attempt.
    enum Attempt {
        case picture(Picture)
        /// More bytes of memory than were allowed.
        case needs(Int)
    }

    /// Decodes what takes at most `allowance` bytes of memory beside the file. Throws as `decode(_:path:)` does.
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

    /// Throws `tooManyPixels`, `unsupportedSamples`, `tooMuchMemory` or `tooManyScans`.
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

    /// Of a JPEG, scans by pixels: 64 scans of the largest picture, where cameras and editors write about ten.
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

    /// The JPEG decoder bridges damaged data with grey and only warns. These warnings mean lost pixels; others, such as
    /// an unusual version number, do not.
    private static let damage = ["premature end of data segment", "bad Huffman code"]
}
