import Faults

extension EvolutionError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .tooFewColumns, .configurationValue, .snapshotDiffers: .usage
        case .emptyMask, .duplicateIndex, .indexOutOfRange, .columnCount, .fitnessNotFinite, .snapshotDamaged: .badData
        case .maskSize, .maskSourceWidth, .guideFailed: .ours
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .tooFewColumns: [.genes]
        case .configurationValue(_, _, _, let setting): setting.map { [$0] } ?? []
        case .guideFailed(_, let settings): settings
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .emptyMask(let sourceWidth):
            "the mask chooses none of the \(sourceWidth) columns; it must choose at least one"
        case .duplicateIndex(let index):
            "the mask names column \(index) twice; it may name each column only once"
        case .indexOutOfRange(let index, let sourceWidth):
            "the mask names column \(index), but there are only \(sourceWidth) columns, counted from 0"
        case .columnCount(let found, let expected):
            "the mask is for matrices of \(expected) columns, but this one has \(found)"
        case .tooFewColumns(let columns, let genes):
            "\(genes) columns are wanted, but there are only \(columns); choose fewer columns"
        case .configurationValue(let name, let value, let expected, _):
            "the \(name) is \(value.briefly), but it must be \(expected)"
        case .maskSize(let found, let expected, let operation):
            "\(operation) gave a mask of \(found) columns instead of \(expected.lowerBound) to \(expected.upperBound)"
        case .maskSourceWidth(let found, let expected, let operation):
            "\(operation) gave a mask for \(found) columns instead of \(expected)"
        case .guideFailed(let reason, _):
            "the worth of the columns could not be computed: \(reason)"
        case .fitnessNotFinite(let evaluation, let value):
            "evaluation \(evaluation) gave the fitness \(value.briefly); it must be a finite number"
        case .snapshotDiffers(let field, let found, let expected):
            "the snapshot belongs to another search: its \(field) is \(found), not \(expected); "
                + "resume with the same settings, or start again"
        case .snapshotDamaged(let reason):
            "the search cannot resume from the snapshot: \(reason); start again"
        }
    }
}
