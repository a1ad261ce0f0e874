import Faults

extension ImagingError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .missing, .unreadable, .noFont: .missingInput
        case .notAFile, .tooLarge, .empty, .notAPicture, .unreadFormat, .noPreview, .damaged, .notSurvived,
            .tooManyPixels, .tooMuchMemory, .tooManyScans, .unsupportedSamples, .vanishingSide, .badInputDescription:
            .badData
        case .invalidNormalisation: .usage
        case .cannotWrite: .cannotWrite
        case .notEncodable, .decoderUnavailable, .notDrawn: .ours
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .tooLarge, .tooManyPixels, .tooMuchMemory: [.pixelLimit]
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        path.map { "\($0): \(reason)" } ?? reason
    }

    /// The file or folder that the error is about; nil if it is not about one.
    public var path: String? {
        switch self {
        case .missing(let path), .notAFile(let path), .unreadable(let path, _), .tooLarge(let path, _, _),
            .empty(let path), .notAPicture(let path), .unreadFormat(let path, _), .noPreview(let path),
            .damaged(let path, _, _), .notSurvived(let path, _), .tooManyPixels(let path, _, _, _),
            .tooMuchMemory(let path, _, _),
            .tooManyScans(let path, _, _, _), .unsupportedSamples(let path, _),
            .notEncodable(let path, _), .cannotWrite(let path, _):
            path
        case .vanishingSide, .badInputDescription, .invalidNormalisation, .decoderUnavailable, .notDrawn, .noFont:
            nil
        }
    }

    /// The sentence without the path, on one line, as the table of skipped photographs shows it.
    ///
    /// Details that differ from photograph to photograph are in brackets, so that reasons can be counted by kind.
    public var reason: String {
        switch self {
        case .missing: "there is no such file"
        case .notAFile: "this is a folder, a pipe or a device, not a picture file"
        case .unreadable(_, let reason): "the file cannot be read (\(reason))"
        case .tooLarge(_, let bytes, let maximum):
            "the file is larger than any picture within the limit of pixels (\(bytes) bytes, at most \(maximum))"
        case .empty: "the file is empty"
        case .notAPicture: "this is not a picture (the file is none of \(PictureFormat.list))"
        case .unreadFormat(_, let name):
            "Kalon does not read files of this kind (\(name); export it as JPEG, PNG or TIFF)"
        case .noPreview: "the RAW file has no preview to judge in its place (export it as JPEG or TIFF)"
        case .damaged(_, let format, let reason): "the \(format.name) picture is truncated or corrupt (\(reason))"
        case .notSurvived(_, let reason): "the decoder did not survive the picture (it \(reason))"
        case .tooManyPixels(_, let width, let height, let maximum):
            "the picture has more pixels than the limit allows (\(width) x \(height), at most \(maximum))"
        case .tooMuchMemory(_, let bytes, let maximum):
            "decoding the picture would take more memory than the limit of pixels allows (\(bytes) bytes, at most \(maximum))"
        case .tooManyScans(_, let scans, let width, let height):
            "the JPEG picture would take minutes to decode (\(scans) scans of \(width) x \(height) pixels)"
        case .unsupportedSamples(_, let samples):
            "the samples are neither 8-bit nor 16-bit grey, RGB or CMYK (\(samples))"
        case .vanishingSide(let width, let height, let resizedWidth, let resizedHeight):
            "the picture is too narrow (\(width) x \(height) pixels would become \(resizedWidth) x \(resizedHeight))"
        case .badInputDescription(let reason): "the description of the network's input is not valid: \(reason)"
        case .invalidNormalisation(let mean, let deviation):
            "the channels have the mean \(Self.list(mean)) and the deviation \(Self.list(deviation)); expected three numbers "
                + "each, with deviations above 0"
        case .notEncodable(_, let reason): "the picture could not be encoded (\(reason))"
        case .notDrawn(let words, let reason): "'\(words)' could not be drawn (\(reason))"
        case .noFont:
            "no usable font was found; install one, such as Debian's fonts-dejavu-core, or write a page (.html) instead"
        case .cannotWrite(_, let reason): "cannot be written (\(reason))"
        case .decoderUnavailable(let reason): "libvips did not start (\(reason)); run 'make setup' to check how it is installed"
        }
    }

    private static func list(_ values: [Float]) -> String {
        values.map { "\($0)" }.joined(separator: ",")
    }
}
