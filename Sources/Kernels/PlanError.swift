import Faults

/// What keeps a graph from being run by a plan.
package enum PlanError: Error, Equatable {
    /// The operation has no kernel, or none that runs on maps.
    case unsupported(node: String, operation: String)
}

extension PlanError: Fault {
    package var kind: FaultKind { .badData }

    package var sentence: String {
        switch self {
        case .unsupported(let node, let operation):
            "the layer '\(node)' (\(operation)) cannot be trained; train layers that work on vectors, on top of stored features"
        }
    }
}
