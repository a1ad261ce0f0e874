import Faults

/// What can go wrong when columns are weighed, apart from errors in the data.
public enum SelectionError: Error, Equatable {
    /// A sparse regression did not converge within its maximum number of rounds.
    case notSettled(penalty: Double, rounds: Int)
}

extension SelectionError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .notSettled: [.genes, .selectionMethod]
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .notSettled(let penalty, let rounds):
            "logistic regression with the penalty \(penalty.briefly) did not converge within \(rounds) rounds; choose fewer "
                + "columns or another method"
        }
    }
}
