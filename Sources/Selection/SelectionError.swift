import Faults

/// What can go wrong when columns are weighed, beyond what is wrong with the data.
public enum SelectionError: Error, Equatable {
    case notSettled(penalty: Double, rounds: Int)
}

extension SelectionError: Fault {
    public var kind: FaultKind { .badData }

    public var sentence: String {
        switch self {
        case .notSettled(let penalty, let rounds):
            "logistic regression with the penalty \(penalty.briefly) did not settle within \(rounds) rounds; choose fewer "
                + "columns (--genes) or another way (--by)"
        }
    }
}
