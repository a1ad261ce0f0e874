import CVips

/// Turns picture files into 8-bit RGB, as Pillow's `Image.open(path).convert("RGB")` does.
///
/// The orientation in EXIF is noted and not applied, colour profiles are ignored, grey is repeated, alpha is dropped
/// rather than blended, palettes are expanded, 16-bit samples lose their low byte, CMYK is converted without a profile,
/// and only the first page or frame is read. Departures: Pillow cuts 16-bit grey off at 255, shows a transparent GIF
/// pixel in the colour that its palette gives it, turns TIFF pictures upright by itself, and keeps JPEG files with holes;
/// these are scaled, black or nearly so, left as they are stored, and refused here.
/// Safe to use from several threads at once; each decode runs on one thread.
public struct PictureDecoder: Sendable {
    /// The most pixels that a picture may have; a header that announces more is refused before anything is decoded.
    public let maximumPixels: Int

    /// The limit that holds where none is asked for.
    public static let standardMaximumPixels = 1 << 28

    /// - Precondition: `maximumPixels` is 1 to 2^40.
    public init(maximumPixels: Int = PictureDecoder.standardMaximumPixels) {
        precondition((1...1 << 40).contains(maximumPixels), "\(maximumPixels) is no limit of pixels")
        self.maximumPixels = maximumPixels
    }

    /// The picture in the file at `path`.
    ///
    /// Throws `missing`, `notAFile`, `unreadable`, `tooLarge` or `empty` for the file, `notAPicture`, `damaged`,
    /// `tooManyPixels` or `unsupportedSamples` for its content. Memory: the file, and twice the decoded picture.
    public func decode(path: String) throws(ImagingError) -> Picture {
        try decode(bytes(path: path), path: path)
    }

    /// The bytes of the file at `path`. Throws `missing`, `notAFile`, `unreadable`, `tooLarge` or `empty`.
    public func bytes(path: String) throws(ImagingError) -> [UInt8] {
        // Nothing stores a pixel in more than four samples of 16 bits; the rest is for what a camera notes beside them.
        try FileContent.read(path: path, maximumBytes: 8 * maximumPixels + 1 << 26)
    }

    /// The picture in `bytes`; `path` names them in errors. Throws as `decode(path:)` does for the content.
    public func decode(_ bytes: [UInt8], path: String) throws(ImagingError) -> Picture {
        let vips = try VipsLibrary.started.get()
        guard let format = bytes.withUnsafeBytes({ PictureFormat(signatureOf: $0) }) else {
            throw .notAPicture(path: path)
        }
        let level = format == .jpeg ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_ERROR
        var attempt = vips.call { readSamples(bytes, failingOn: level, path: path) }
        if case .failure(let failure) = attempt, format == .jpeg, !Self.damage.contains(where: failure.reason.contains) {
            attempt = vips.call { readSamples(bytes, failingOn: VIPS_FAIL_ON_ERROR, path: path) }
        }
        switch attempt {
        case .success(let samples): return try samples.get().picture(path: path)
        case .failure(let failure): throw .damaged(path: path, format: format, reason: failure.reason)
        }
    }

    /// The JPEG decoder bridges damaged data with grey and only warns. These warnings mean lost pixels; others, such as
    /// an unusual version number, do not.
    private static let damage = ["premature end of data segment", "bad Huffman code"]

    /// Header first, then every pixel; nil when libvips failed and has left a message.
    private func readSamples(
        _ bytes: [UInt8], failingOn level: VipsFailOn, path: String
    ) -> Result<DecodedSamples, ImagingError>? {
        bytes.withUnsafeBytes { readSamples($0, failingOn: level, path: path) }
    }

    private func readSamples(
        _ bytes: UnsafeRawBufferPointer, failingOn level: VipsFailOn, path: String
    ) -> Result<DecodedSamples, ImagingError>? {
        guard let source = vips_source_new_from_memory(bytes.baseAddress, bytes.count) else { return nil }
        defer { kalon_vips_unref(source) }
        guard let image = kalon_vips_open(source, level) else { return nil }
        defer { kalon_vips_unref(image) }
        let width = Int(vips_image_get_width(image)), height = Int(vips_image_get_height(image))
        guard width > 0, height > 0 else { return nil }
        guard width <= maximumPixels / height else {
            return .failure(.tooManyPixels(path: path, width: width, height: height, maximum: maximumPixels))
        }
        guard let layout = SampleLayout(image) else {
            return .failure(.unsupportedSamples(path: path, samples: SampleLayout.describe(image)))
        }
        var count = 0
        guard let memory = vips_image_write_to_memory(image, &count) else { return nil }
        // A number that EXIF does not know is read as none.
        let orientation = ExifOrientation(rawValue: Int(vips_image_get_orientation(image))) ?? .topLeft
        return .success(
            DecodedSamples(
                taking: memory, count: count, width: width, height: height, layout: layout, orientation: orientation))
    }
}
