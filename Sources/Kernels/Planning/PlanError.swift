import Faults

/// What keeps a graph from being run by a plan.
public enum PlanError: Error, Equatable {
    /// The operation has no kernel, or none that runs on maps.
    case unsupported(node: String, operation: String)
    /// oneDNN could not do what it was asked for.
    case engine(String, node: String?)
    /// The buffers would take more memory than there may be.
    case memory(needed: Int, limit: Int, batchSize: Int)
}

extension PlanError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .unsupported: .badData
        case .engine: .ours
        case .memory: .unavailable
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        if case .memory = self { [.batchSize] } else { [] }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .unsupported(let node, let operation):
            "the layer '\(node)' (\(operation)) cannot be trained or differentiated"
        case .engine(let problem, let node):
            "oneDNN cannot compute \(node.map { "the layer '\($0)'" } ?? "this network"): \(problem)"
        case .memory(let needed, let limit, let batchSize):
            "training on \(batchSize) photographs at a time needs \(needed >> 20) MiB for maps, and \(limit >> 20) MiB are "
                + "allowed; choose a smaller batch or smaller photographs"
        }
    }
}
