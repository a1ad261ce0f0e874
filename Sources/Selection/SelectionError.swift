import Faults

/// What can go wrong when columns are weighed, apart from errors in the data.
public enum SelectionError: Error, Equatable {
    /// A sparse regression did not converge within its maximum number of rounds.
    case notSettled(penalty: Double, rounds: Int)
    /// Whole taps are to be chosen, but even the smallest has more columns than asked for.
    case tapsTooLarge(smallest: Int, most: Int)
    /// Whole taps are to be chosen, but the columns are those of a reduction.
    case reducedColumns(files: [String])
}

extension SelectionError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .notSettled, .tapsTooLarge: [.genes, .selectionMethod]
        case .reducedColumns: [.selectionMethod]
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .notSettled(let penalty, let rounds):
            "logistic regression with the penalty \(penalty.briefly) did not converge within \(rounds) rounds; choose fewer "
                + "columns or another method"
        case .tapsTooLarge(let smallest, let most):
            "the smallest tap has \(smallest) columns, but at most \(most) are to be chosen; allow more columns"
        case .reducedColumns(let files):
            "\(files.joined(separator: ", ")): reduced features have no taps to choose from; give the features as they were extracted"
        }
    }
}
