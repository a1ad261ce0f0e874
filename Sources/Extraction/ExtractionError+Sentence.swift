import Faults

extension ExtractionError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .cannotWriteJournal: .cannotWrite
        case .nothingExtracted, .tooManySkipped, .nonFinite, .tooSmall: .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        if case .tooManySkipped = self { [.skippedLimit] } else { [] }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .cannotWriteJournal(let path, let reason):
            "\(path): cannot store the rows computed so far: \(reason)"
        case .nothingExtracted(let dataset, let photographs, let firstReason):
            "\(dataset): none of its \(photographs) photographs could be read (the first: \(firstReason)); nothing was written"
        case .tooManySkipped(let skipped, let done, let maximum, let photograph, let reason):
            "\(skipped) of the first \(done) photographs could not be read, and at most \(maximum) may be skipped "
                + "(the last one is \(photograph): \(reason)); repair them and start again, or allow more to resume from here"
        case .nonFinite(let photograph, let column):
            "\(photograph): the network gave infinity or NaN in column \(column); "
                + "check that the weights belong to this network and to these input values"
        case .tooSmall(let width, let height, let least):
            "the picture is too small for the network (it gets \(width)x\(height) pixels, "
                + "and needs at least \(least) on each side)"
        }
    }
}
