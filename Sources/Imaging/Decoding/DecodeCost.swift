/// The memory that decoding a picture takes at its worst, beside its file.
package enum DecodeCost {
    /// - Parameters:
    ///   - samples: bytes of one pixel as the file has it, bands that are dropped included
    ///   - stream: of a JPEG, what its header says
    package static func bytes(pixels: Int, samples: Int, format: PictureFormat, stream: JPEGStream?, isInterlaced: Bool) -> Int {
        // Sizes that overflow are beyond any limit.
        let working = workingBytes(samples: samples, format: format, stream: stream, isInterlaced: isInterlaced)
        // When the decoder has gone, the picture is still there twice on its way from the process that decodes.
        let (product, isTooLarge) = pixels.multipliedReportingOverflow(by: max(3 + working, 6))
        return isTooLarge ? .max : product
    }

    /// Of a pixel, beside the picture's own three bytes: what a decoder keeps until the last row is out.
    private static func workingBytes(
        samples: Int, format: PictureFormat, stream: JPEGStream?, isInterlaced: Bool
    ) -> Int {
        switch format {
        // All coefficients, 16 bits each, where they come in several scans.
        case .jpeg, .raw: stream.map { $0.hasSeveralScans ? 2 * $0.components : 0 } ?? 2 * samples
        case .png: isInterlaced ? samples : 0
        case .netpbm: 0
        // A file may be one strip, or one row of tiles.
        case .tiff: samples
        // The canvas and the frame that is put on it, both with transparency.
        case .webp, .gif: 8
        // The planes, and the whole picture made of them.
        case .heif: 2 * samples + 2
        // ImageMagick's four channels of 16 bits, and the samples made of them.
        case .bmp: 8 + samples
        // Three or four channels in 32 bits, and the samples.
        case .jxl: 16 + 2 * samples
        case .jpeg2000: 5 * samples
        }
    }
}

extension JPEGStream {
    /// Whether the decoder has to gather scans before it can give a row.
    var hasSeveralScans: Bool { isProgressive || componentsOfFirstScan < components }
}
