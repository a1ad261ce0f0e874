import Faults

extension BatchError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .recipe: .usage
        case .nothingReadable: .badData
        case .tooLarge: .usage
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        if case .tooLarge = self { [.batchSize] } else { [] }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .recipe(let name, let value, let expected):
            "the \(name) is \(value), but it must be \(expected)"
        case .tooLarge(let inputs, let reason):
            "\(inputs) inputs cannot be kept ready: \(reason); choose smaller batches"
        case .nothingReadable(let photographs, let first, let reason):
            photographs == 1
                ? "the only photograph, \(first), could not be read: \(reason)"
                : "none of the \(photographs) photographs could be read (the first is \(first): \(reason)); repair them, or check "
                    + "the paths"
        }
    }
}
