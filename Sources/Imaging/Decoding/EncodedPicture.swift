import CVips

/// The bytes of a file that go to a decoder: all of them, or the preview in a camera's RAW file.
struct EncodedPicture {
    let bytes: UnsafeRawBufferPointer
    let format: PictureFormat
    let isPreview: Bool
    /// The orientation that is noted outside `bytes`; nil if there is none.
    let orientation: ExifOrientation?
    /// What the header of a JPEG says; nil for other formats and unusual headers.
    let stream: JPEGStream?

    private init(
        _ bytes: UnsafeRawBufferPointer, _ format: PictureFormat, isPreview: Bool = false, orientation: ExifOrientation? = nil
    ) {
        self.bytes = bytes
        self.format = format
        self.isPreview = isPreview
        self.orientation = orientation
        stream = format == .jpeg ? JPEGStream(in: FileBytes(bytes: bytes, isBigEndian: true), at: 0) : nil
    }

    /// Finds what to decode in the bytes of a file.
    ///
    /// - Throws: `notAPicture`, `unreadFormat` or `noPreview`.
    static func found(in file: UnsafeRawBufferPointer, path: String) throws(ImagingError) -> EncodedPicture {
        guard let format = PictureFormat(signatureOf: file) else {
            guard let other = UnreadFormat(signatureOf: file) else { throw .notAPicture(path: path) }
            throw .unreadFormat(path: path, name: other.rawValue)
        }
        guard format == .tiff || format == .raw else { return EncodedPicture(file, format) }
        if let camera = CameraFile(file, format: format, isNamedRaw: PictureFormat(endingOf: path) == .raw) {
            if let preview = camera.preview {
                let bytes = UnsafeRawBufferPointer(rebasing: file[preview.offset...])
                return EncodedPicture(bytes, .jpeg, isPreview: true, orientation: camera.orientation)
            }
            guard camera.hasPlainPreview else { throw .noPreview(path: path) }
            return EncodedPicture(file, .tiff, isPreview: true, orientation: camera.orientation)
        }
        return oldJPEG(in: file) ?? EncodedPicture(file, format)
    }

    /// The stream of a TIFF file with JPEG compression as in TIFF 6.0, which libvips does not read; nil for other files.
    private static func oldJPEG(in file: UnsafeRawBufferPointer) -> EncodedPicture? {
        guard let directories = TIFFDirectories(file), directories.compression == 6 else { return nil }
        let streams = JPEGStream.all(in: FileBytes(bytes: file, isBigEndian: true))
        guard let whole = streams.first(where: { $0.width == directories.width && $0.height == directories.height }) else {
            return nil
        }
        let bytes = UnsafeRawBufferPointer(rebasing: file[whole.offset...])
        return EncodedPicture(bytes, .jpeg, orientation: directories.orientation)
    }

    /// What is known after opening the file, before any pixel is decoded.
    struct Header {
        let width: Int
        let height: Int
        /// Nil when Kalon does not read such samples.
        let layout: SampleLayout?
        /// What libvips says about the samples, for a sentence.
        let samples: String
        let orientation: ExifOrientation
    }

    /// The header; nil if libvips failed and left a message.
    func header() -> Header? {
        withImage(failingOn: VIPS_FAIL_ON_ERROR) { image in
            let width = Int(vips_image_get_width(image)), height = Int(vips_image_get_height(image))
            guard width > 0, height > 0 else { return nil }
            // A number that EXIF does not define counts as no orientation.
            let noted = ExifOrientation(rawValue: Int(vips_image_get_orientation(image))) ?? .topLeft
            return Header(
                width: width, height: height,
                layout: SampleLayout(image, largest: LargestSample.value(in: bytes, format)),
                samples: SampleLayout.describe(image), orientation: orientation ?? noted)
        }
    }

    /// The pixels as 8-bit RGB; nil if libvips failed and left a message.
    func pixels(_ layout: SampleLayout, failingOn level: VipsFailOn) -> [UInt8]? {
        withImage(failingOn: level) { SampleStrips(of: $0, layout: layout).pixels() }
    }

    private func withImage<Value>(
        failingOn level: VipsFailOn, _ body: (UnsafeMutablePointer<VipsImage>) -> Value?
    ) -> Value? {
        guard let source = vips_source_new_from_memory(bytes.baseAddress, bytes.count) else { return nil }
        defer { kalon_vips_unref(source) }
        guard let image = kalon_vips_open(source, level) else { return nil }
        defer { kalon_vips_unref(image) }
        return body(image)
    }
}

extension EncodedPicture {
    /// The most bytes that decoding can take, including the picture.
    func cost(_ header: Header, _ layout: SampleLayout) -> Int {
        let isInterlaced = format == .png && bytes.count > 28 && bytes[28] != 0
        return DecodeCost.bytes(
            pixels: header.width * header.height, samples: layout.bands * layout.bytesPerSample, format: format,
            stream: stream, isInterlaced: isInterlaced)
    }
}
