/// The most memory that decoding a picture can take, apart from its file.
package enum DecodeCost {
    /// The most bytes that decoding can take; `Int.max` if they cannot be counted.
    ///
    /// - Parameters:
    ///   - pixels: the number of pixels.
    ///   - samples: the bytes of one pixel as the file stores it, including bands that are dropped.
    ///   - format: the format of the file.
    ///   - stream: what the header of a JPEG says; nil for other formats.
    ///   - isInterlaced: whether a PNG is interlaced.
    package static func bytes(pixels: Int, samples: Int, format: PictureFormat, stream: JPEGStream?, isInterlaced: Bool) -> Int {
        // Sizes that overflow are beyond any limit.
        let working = workingBytes(samples: samples, format: format, stream: stream, isInterlaced: isInterlaced)
        // After decoding, the picture exists twice for a moment while it is handed over by the process that decoded it.
        let (product, isTooLarge) = pixels.multipliedReportingOverflow(by: max(3 + working, 6))
        return isTooLarge ? .max : product
    }

    /// The bytes per pixel that a decoder keeps until the last row is out, apart from the picture's own three.
    private static func workingBytes(
        samples: Int, format: PictureFormat, stream: JPEGStream?, isInterlaced: Bool
    ) -> Int {
        switch format {
        // All coefficients, 16 bits each, if they come in several scans.
        case .jpeg, .raw: stream.map { $0.hasSeveralScans ? 2 * $0.components : 0 } ?? 2 * samples
        case .png: isInterlaced ? samples : 0
        case .netpbm: 0
        // A file may be one strip, or one row of tiles.
        case .tiff: samples
        // The canvas and the frame that is drawn on it, both with transparency.
        case .webp, .gif: 8
        // The planes, and the whole picture made from them.
        case .heif: 2 * samples + 2
        // ImageMagick's four channels of 16 bits, and the samples made from them.
        case .bmp: 8 + samples
        // Three or four channels in 32 bits, and the samples.
        case .jxl: 16 + 2 * samples
        case .jpeg2000: 5 * samples
        }
    }
}

extension JPEGStream {
    /// Whether the decoder has to collect several scans before it can return a row.
    var hasSeveralScans: Bool { isProgressive || componentsOfFirstScan < components }
}
