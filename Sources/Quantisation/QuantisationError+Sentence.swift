import Faults

extension QuantisationError: Fault {
    public var kind: FaultKind {
        switch self {
        case .noGain: .usage
        case .noPhotographs, .limitTooLow, .nonFinite: .badData
        }
    }

    public var sentence: String {
        switch self {
        case .noGain(let network):
            "\(network) is not quantised: its swish and its gates stay in floating point, so that 8-bit numbers make it "
                + "no faster and much less exact; extract it with --precision bfloat16"
        case .noPhotographs(let dataset, let tried, let firstReason):
            "\(dataset): none of the \(tried) photographs that were tried can be used (the first: \(firstReason)); some "
                + "that are like those to be described are expected"
        case .limitTooLow(let limit):
            "no layer can be computed with 8-bit numbers at an error of at most \(limit.briefly) %; allow more with "
                + "--limit, or extract with --precision bfloat16"
        case .nonFinite(let layer):
            "the layer '\(layer)' gives values that are not finite; do the weights and the values of the input belong "
                + "together?"
        }
    }
}
