import Faults

extension TuningError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .noPhases, .phaseValue, .unknownLayer, .nothingToBalance: .usage
        case .noPhotographs, .oneClassOnly, .scaledHead, .diverged, .overflowed, .snapshotDiffers: .badData
        case .labelCount, .headNotAClassifier, .cancelled: .ours
        case .learning(let error): error.kind
        case .graph(let error): error.kind
        case .plan(let error): error.kind
        case .networks(let error): error.kind
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .learning(let error): error.settings
        case .plan(let error): error.settings
        case .networks(let error): error.settings
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .noPhases: "there is nothing to train: give at least one phase"
        case .phaseValue(let phase, let name, let value, let expected):
            "the \(name) of phase \(phase) is \(value.briefly), but it must be \(expected)"
        case .unknownLayer(let layer, let network):
            "\(network) has no layer '\(layer)' from which it could be trained; kalon-inspect lists the layers"
        case .noPhotographs(let isTraining):
            isTraining
                ? "there are no photographs to train on; give some with labels or votes"
                : "there are no photographs to choose the best epoch by; give more photographs, or a larger validation part"
        case .oneClassOnly(let label):
            "all photographs to train on have the label \(label); give photographs of both classes"
        case .nothingToBalance:
            "some of the photographs to train on have no label, so classes cannot be balanced; give labels, or leave them unbalanced"
        case .labelCount(let found, let photographs):
            "there are \(found) labels for \(photographs) photographs; one for each is expected"
        case .scaledHead:
            "the classifier scales its columns, which cannot be trained with a network; give one that kalon-tune wrote"
        case .headNotAClassifier: "the head gives features and no classes, so that it is not a classifier by itself"
        case .diverged(let phase, let epoch, let step, let layer):
            "the loss was not a finite number in step \(step) of epoch \(epoch) (phase \(phase))"
                + (layer.map { "; the first values that are not finite are those of '\($0)'" } ?? "")
                + "; lower the phase's rate, or bound the gradients"
        case .overflowed(let phase, let epoch, let layer):
            "after epoch \(epoch) (phase \(phase)) the weights or statistics of '\(layer)' are not finite numbers; lower the phase's "
                + "rate, or bound the gradients"
        case .snapshotDiffers(let reason): "cannot resume the training: \(reason)"
        case .cancelled(let epoch): "the training was stopped in epoch \(epoch + 1)"
        case .learning(let error): error.sentence
        case .graph(let error): error.sentence
        case .plan(let error): error.sentence
        case .networks(let error): error.sentence
        }
    }
}
