import Faults

extension QuantisationError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .noGain: .usage
        case .noPhotographs, .limitTooLow, .nonFinite: .badData
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .noGain(let network):
            "\(network) is not quantised: its swish activations and gates stay in floating point, so 8-bit numbers would make "
                + "it no faster and much less exact; extract with --precision bfloat16"
        case .noPhotographs(let dataset, let tried, let firstReason):
            "\(dataset): none of the \(tried) photographs tried can be used (the first: \(firstReason)); give photographs "
                + "like those whose features will be extracted"
        case .limitTooLow(let limit):
            "no layer can use 8-bit numbers with an error of at most \(limit.briefly) %; allow a larger error with "
                + "--limit, or extract with --precision bfloat16"
        case .nonFinite(let layer):
            "the layer '\(layer)' gives values that are not finite; check that the weights and the range of the input values "
                + "belong together"
        }
    }
}
