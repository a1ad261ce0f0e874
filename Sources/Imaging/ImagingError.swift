/// What can go wrong between a file and the input of a network.
public enum ImagingError: Error, Equatable, Codable {
    /// There is nothing at the path.
    case missing(path: String)
    /// The path names a folder, a pipe or a device.
    case notAFile(path: String)
    /// The system refused to open or read the file.
    case unreadable(path: String, reason: String)
    /// The file has more bytes than any picture that the decoder was told to accept.
    case tooLarge(path: String, bytes: Int, maximum: Int)
    /// The file is empty.
    case empty(path: String)
    /// The first bytes match no format that Kalon reads.
    case notAPicture(path: String)
    /// The first bytes are those of a known format that Kalon does not read.
    case unreadFormat(path: String, name: String)
    /// A camera's RAW file has no embedded picture that is ready to view.
    case noPreview(path: String)
    /// The format is known, but the decoder gave up because the file is truncated or corrupt.
    case damaged(path: String, format: PictureFormat, reason: String)
    /// The process that decoded the file ended without an answer.
    case notSurvived(path: String, reason: String)
    /// The header announces more pixels than the decoder was told to accept.
    case tooManyPixels(path: String, width: Int, height: Int, maximum: Int)
    /// Decoding would take more bytes of memory than the decoder may use.
    case tooMuchMemory(path: String, bytes: Int, maximum: Int)
    /// A JPEG has so many scans over so many pixels that decoding would take minutes.
    case tooManyScans(path: String, scans: Int, width: Int, height: Int)
    /// The samples are neither 8-bit nor 16-bit grey, RGB or CMYK.
    case unsupportedSamples(path: String, samples: String)
    /// A side of the resized picture would have no pixels.
    case vanishingSide(width: Int, height: Int, resizedWidth: Int, resizedHeight: Int)
    /// The stored description of a network's input is not valid.
    case badInputDescription(reason: String)
    /// The mean and deviation of the channels are not three numbers each, or a deviation is not above 0.
    case invalidNormalisation(mean: [Float], deviation: [Float])
    /// A picture could not be turned into the bytes of a file.
    case notEncodable(path: String, reason: String)
    /// A text could not be drawn.
    case notDrawn(words: String, reason: String)
    /// No usable font is installed: text would be drawn as empty boxes.
    case noFont
    /// A file or folder could not be written; no part of it is left behind.
    case cannotWrite(path: String, reason: String)
    /// libvips did not start.
    case decoderUnavailable(reason: String)
}
