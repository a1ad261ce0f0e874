import Faults

extension InferenceError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .engine, .outputShape: .ours
        case .unknownPrecision, .invalidSide, .sideMissing, .shorterSideTooShort: .usage
        case .networkRefused, .weightsChanged, .unreadableDescription, .nonFiniteFeatures: .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .sideMissing: [.inputSize]
        case .shorterSideTooShort: [.shorterSide]
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .engine(let action, let message):
            "OpenVINO could not \(action): \(message)"
        case .networkRefused(let path, let action, let reason):
            "\(path): OpenVINO could not \(action): \(reason)"
        case .outputShape(let found, let expected):
            "the network gave features of shape \(found), but \(expected) columns were expected"
        case .unknownPrecision(let name):
            "unknown precision '\(name)'; choose \(Precision.allCases.map(\.rawValue).joined(separator: ", ")) or auto"
        case .sideMissing(let network):
            "\(network) has no picture size of its own; choose one"
        case .invalidSide(let side):
            "\(side) is not a valid side of a picture in pixels; give a number between \(ExtractorRequest.sides.lowerBound) and "
                + "\(ExtractorRequest.sides.upperBound)"
        case .shorterSideTooShort(let shorterSide, let side):
            "the shorter side is \(shorterSide) pixels, but \(side)x\(side) pixels are cut out of the picture; choose at least \(side)"
        case .weightsChanged(let reference, let found, let expected):
            "the weights \(reference) are \(found), but the features were made with \(expected) (the SHA-256 of a file, or a "
                + "seed); give the original weights"
        case .unreadableDescription(let reason):
            "the description of the extractor (extractor_json) \(reason)"
        case .nonFiniteFeatures(let column):
            "the network gave a value that is not finite in column \(column)"
        }
    }
}
