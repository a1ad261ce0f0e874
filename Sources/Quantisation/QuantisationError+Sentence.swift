import Faults

extension QuantisationError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .noGain: .usage
        case .noPhotographs, .limitTooLow, .nonFinite: .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .noGain: [.precision]
        case .limitTooLow: [.errorLimit, .precision]
        case .noPhotographs, .nonFinite: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .noGain(let network):
            "\(network) is not quantised: its swish activations and gates stay in floating point, so 8-bit numbers would make "
                + "it no faster and much less exact; extract in bfloat16 instead"
        case .noPhotographs(let dataset, let tried, let firstReason):
            "\(dataset): none of the \(tried) photographs tried can be used (the first: \(firstReason)); give photographs "
                + "like those whose features will be extracted"
        case .limitTooLow(let limit):
            "no layer can use 8-bit numbers with an error of at most \(limit.briefly) %; allow a larger error, "
                + "or extract in bfloat16 instead"
        case .nonFinite(let layer):
            "the layer '\(layer)' gives values that are not finite; check that the weights and the range of the input values "
                + "belong together"
        }
    }
}
