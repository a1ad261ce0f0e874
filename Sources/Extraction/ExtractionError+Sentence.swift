import Faults

extension ExtractionError: Fault {
    public var kind: FaultKind {
        switch self {
        case .cannotWriteJournal: .cannotWrite
        case .nothingExtracted, .tooManySkipped, .nonFinite: .badData
        }
    }

    public var sentence: String {
        switch self {
        case .cannotWriteJournal(let path, let reason):
            "\(path): the rows computed so far cannot be kept here: \(reason)"
        case .nothingExtracted(let dataset, let photographs, let firstReason):
            "\(dataset): none of its \(photographs) photographs could be read (the first: \(firstReason)); nothing was written"
        case .tooManySkipped(let skipped, let done, let maximum, let photograph, let reason):
            "\(skipped) of the first \(done) photographs could not be read, and --max-skipped allows \(maximum) "
                + "(the last is \(photograph): \(reason)); mend them and start anew, or allow more and go on from here"
        case .nonFinite(let photograph, let column):
            "\(photograph): the network gave a value that is not finite in column \(column); "
                + "do the weights and the values of the input belong together?"
        }
    }
}
