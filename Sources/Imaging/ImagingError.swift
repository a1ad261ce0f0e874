/// What can go wrong between a file and the input of a network.
public enum ImagingError: Error, Equatable, Codable {
    /// There is nothing at the path.
    case missing(path: String)
    /// The path names a folder, a pipe or a device.
    case notAFile(path: String)
    /// The system refused to open or read the file.
    case unreadable(path: String, reason: String)
    /// The file holds more bytes than any picture that the decoder was told to accept.
    case tooLarge(path: String, bytes: Int, maximum: Int)
    /// The file holds no bytes.
    case empty(path: String)
    /// The first bytes are those of no format that Kalon reads.
    case notAPicture(path: String)
    /// The first bytes are those of a format that Kalon does not read.
    case unreadFormat(path: String, name: String)
    /// A camera's RAW file without a picture that is ready to be looked at.
    case noPreview(path: String)
    /// The format is known, but the decoder gave up: the file is truncated or corrupt.
    case damaged(path: String, format: PictureFormat, reason: String)
    /// The process that decoded it came to an end.
    case notSurvived(path: String, reason: String)
    /// The header announces more pixels than the decoder was told to accept.
    case tooManyPixels(path: String, width: Int, height: Int, maximum: Int)
    /// Decoding takes more bytes of memory than the decoder was told to take.
    case tooMuchMemory(path: String, bytes: Int, maximum: Int)
    /// A JPEG goes over so many pixels so many times that decoding would take minutes.
    case tooManyScans(path: String, scans: Int, width: Int, height: Int)
    /// The samples are neither 8-bit nor 16-bit grey, RGB or CMYK.
    case unsupportedSamples(path: String, samples: String)
    /// A side of the resized picture would have no pixel.
    case vanishingSide(width: Int, height: Int, resizedWidth: Int, resizedHeight: Int)
    /// The stored description of an input cannot be understood.
    case badInputDescription(reason: String)
    /// Mean and deviation of the channels are not three numbers each, or a deviation is not above 0.
    case invalidNormalisation(mean: [Float], deviation: [Float])
    /// A picture could not be turned into the bytes of a file.
    case notEncodable(path: String, reason: String)
    /// Words could not be drawn.
    case notDrawn(words: String, reason: String)
    /// Words are drawn as empty boxes.
    case noFont
    /// A file or folder could not be written; nothing is left of it.
    case cannotWrite(path: String, reason: String)
    /// libvips did not start.
    case decoderUnavailable(reason: String)
}
