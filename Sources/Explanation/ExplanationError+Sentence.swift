import Faults

extension ExplanationError: Fault {
    /// What kind of error it is.
    public var kind: FaultKind {
        switch self {
        case .cancelled, .notFinite: .ours
        case .tooSmall, .notAdditive, .tooManySegments, .withoutLayers, .tooLarge: .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .tooManySegments: [.segments]
        case .cancelled, .tooSmall, .notAdditive, .withoutLayers, .notFinite, .tooLarge: []
        }
    }

    /// The error as a sentence for the user.
    public var sentence: String {
        switch self {
        case .cancelled: "the explanation was stopped before its end"
        case .tooSmall(let width, let height, let least):
            "the picture has \(width) x \(height) pixels, but at least \(least) on each side are needed to divide it into segments"
        case .notAdditive(let method, let found, let expected):
            "the attributions of \(method) add up to \(found.briefly), but \(expected.briefly) was expected; the explanation is not "
                + "to be trusted, so it is not written"
        case .tooManySegments(let method, let found, let most):
            "the picture has \(found) segments, but \(method) can take at most \(most); ask for fewer"
        case .withoutLayers(let method, let judge, let possible):
            "\(judge): \(method) needs the layers of all networks, but those of a network from a file are not known; methods that "
                + "need none: \(possible.joined(separator: ", "))"
        case .notFinite(let method): "\(method) found a number that is not finite; its explanation is not written"
        case .tooLarge(let method, let bytes, let available):
            "\(method) would take \(bytes / 1_000_000) MB, but \(available / 1_000_000) MB are available; take fewer samples, or a "
                + "judge that takes smaller pictures"
        }
    }
}
