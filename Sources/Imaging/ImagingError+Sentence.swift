import Faults

extension ImagingError: Fault {
    public var kind: FaultKind {
        switch self {
        case .missing, .unreadable: .missingInput
        case .notAFile, .empty, .notAPicture, .damaged, .tooManyPixels, .unsupportedSamples, .vanishingSide: .badData
        case .badInputDescription: .badData
        case .cannotWrite: .cannotWrite
        case .notEncodable, .decoderUnavailable: .ours
        }
    }

    public var sentence: String {
        path.map { "\($0): \(reason)" } ?? reason
    }

    /// The file or folder that the error is about, where it is about one.
    public var path: String? {
        switch self {
        case .missing(let path), .notAFile(let path), .unreadable(let path, _), .empty(let path), .notAPicture(let path),
            .damaged(let path, _, _), .tooManyPixels(let path, _, _, _), .unsupportedSamples(let path, _),
            .notEncodable(let path, _), .cannotWrite(let path, _):
            path
        case .vanishingSide, .badInputDescription, .decoderUnavailable:
            nil
        }
    }

    /// The sentence without the path, on one line: what the table of skipped photographs says.
    public var reason: String {
        switch self {
        case .missing: "there is no such file"
        case .notAFile: "this is a folder, a pipe or a device, not a picture file"
        case .unreadable(_, let reason): "the file cannot be read (\(reason)); check its permissions"
        case .empty: "the file is empty"
        case .notAPicture: "this is not a picture: its content is none of \(PictureFormat.list)"
        case .damaged(_, let format, let reason): "the \(format.name) picture is truncated or corrupt (\(reason))"
        case .tooManyPixels(_, let width, let height, let maximum):
            "the picture has \(width) x \(height) pixels, which is more than the limit of \(maximum)"
        case .unsupportedSamples(_, let samples):
            "the picture holds \(samples); 8-bit or 16-bit grey, RGB or CMYK was expected"
        case .vanishingSide(let width, let height, let resizedWidth, let resizedHeight):
            "a picture of \(width) x \(height) pixels would be resized to \(resizedWidth) x \(resizedHeight); it is too narrow"
        case .badInputDescription(let reason): "the description of the network's input cannot be understood: \(reason)"
        case .notEncodable(_, let reason): "the picture could not be encoded (\(reason))"
        case .cannotWrite(_, let reason): "cannot be written (\(reason))"
        case .decoderUnavailable(let reason): "libvips did not start (\(reason)); is it installed as 'make setup' leaves it?"
        }
    }
}
