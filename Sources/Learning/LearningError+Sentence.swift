import Faults
import Kernels

extension LearningError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .lastLayerGivesNoAnswer, .lastLayerNotSoftmax, .hiddenSoftmax, .layerValue, .configurationValue,
            .teacherWithoutDistillation,
            .distillationWithoutTeacher, .layerToMatchMissing, .bfloat16Missing, .mixupWithTeacher, .classWeightCount, .cancelled,
            .ratingsWithout:
            .usage
        case .empty, .noRows, .labelCount, .labelOutOfRange, .oneClassOnly, .columnCount, .rowCount, .notFinite,
            .rowOutOfRange, .columnOutOfRange, .tooFewRowsToSplit, .diverged, .graph,
            .tensorNotFinite, .scalingWidth, .scalingNotUsable, .notSettled, .foldCount, .snapshotDiffers,
            .tooFewBins, .votesNotUsable, .binCount, .meanNotReachable, .deviationNotReachable, .scaleNotUsable, .scoreNotUsable:
            .badData
        case .plan(let error): error.kind
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .configurationValue(_, _, _, let setting): setting.map { [$0] } ?? []
        case .tooFewRowsToSplit: [.validationShare]
        case .bfloat16Missing: [.precision]
        case .notSettled: [.head]
        case .plan(let error): error.settings
        case .ratingsWithout(_, let setting): [setting]
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .lastLayerGivesNoAnswer:
            "the last layer of a classifier must be a dense softmax layer with one unit for each class, or a dense layer of one "
                + "unit, linear or with sigmoid"
        case .lastLayerNotSoftmax:
            "classes and votes are learned by a dense softmax layer, but the last layer gives one number; end the layers with a "
                + "softmax"
        case .hiddenSoftmax(let layer):
            "layer \(layer) has softmax, which only the last layer may have; use relu or linear there"
        case .layerValue(let layer, let name, let value, let expected):
            "\(name) of layer \(layer) is \(value.briefly), but it must be \(expected)"
        case .configurationValue(let name, let value, let expected, _):
            "the \(name) is \(value.briefly), but it must be \(expected)"
        case .empty(let part, let rows, let columns):
            "the \(part.rawValue) matrix is \(rows) x \(columns); it needs at least one row and one column"
        case .noRows(let part):
            "the split has no rows in the \(part.rawValue) part; each part needs at least one"
        case .labelCount(let part, let labels, let rows):
            "\(labels) labels were given for \(rows) \(part.rawValue) rows; every row needs one"
        case .labelOutOfRange(let part, let row, let label, let classes):
            "\(part.rawValue) row \(row) has label \(label), but the labels of \(classes) classes are 0 to \(classes - 1)"
        case .oneClassOnly(let label):
            "every training row has label \(label); a classifier needs examples of at least two classes"
        case .columnCount(let part, let found, let expected):
            "the \(part.rawValue) matrix has \(found) columns, but \(expected) are expected"
        case .rowCount(let part, let found, let expected):
            "the \(part.rawValue) matrix has \(found) rows, but \(expected) are expected"
        case .notFinite(let part, let row, let column):
            "\(part.rawValue) row \(row), column \(column) is not a finite number; extract the features of that row again"
        case .rowOutOfRange(let part, let row, let rows):
            "the \(part.rawValue) part names row \(row), but there are \(rows) rows, counted from 0"
        case .columnOutOfRange(let column, let columns):
            "column \(column) was chosen, but there are \(columns) columns, counted from 0"
        case .tooFewRowsToSplit(let rows, let fraction):
            "\(rows) rows cannot be split into a training and a validation part (fraction \(fraction.briefly)): each class is split "
                + "separately, and groups of rows stay together; use more photographs or a larger fraction"
        case .teacherWithoutDistillation:
            "a teacher's logits were given, but the configuration asks for no distillation"
        case .distillationWithoutTeacher:
            "the configuration asks for distillation, but no teacher's logits were given"
        case .layerToMatchMissing:
            "cannot match the teacher's last hidden layer: the student or the teacher has none, or several teachers have "
                + "different ones; train without matching"
        case .bfloat16Missing:
            "this processor cannot multiply in bfloat16; train in float32"
        case .mixupWithTeacher:
            "mixup cannot be combined with a teacher, which has no answers for mixed rows; leave out one of the two"
        case .classWeightCount(let found, let classes):
            "\(found) class weights were given for \(classes) classes; each class needs one"
        case .notSettled(let penalty):
            "logistic regression with the penalty \(penalty.briefly) did not converge; choose fewer columns, or train a "
                + "network"
        case .foldCount(let folds, let label, let rows):
            "cannot make \(folds) folds: label \(label) has \(rows) rows or groups of rows; use at least 2 folds, and no more than "
                + "every label has rows or groups"
        case .snapshotDiffers(let what):
            "cannot resume the training: \(what)"
        case .tooFewBins(let bins, let least):
            "the number of rating bins is \(bins); a distribution\(least > 2 ? " with a given deviation" : "") needs at least \(least)"
        case .votesNotUsable(let row, let photograph):
            "\(Self.name(row, photograph)) has no votes, or an invalid number of votes; every photograph to learn from needs votes"
        case .meanNotReachable(let mean, let lowest, let highest, let includesEnds):
            "the mean score is \(mean.briefly), but it must be "
                + (includesEnds
                    ? "from \(lowest.briefly) to \(highest.briefly)"
                    : "above \(lowest.briefly) and below \(highest.briefly): at an end of the scale, all votes would be equal")
        case .deviationNotReachable(let deviation, let mean, let above, let below):
            "the deviation of the scores is \(deviation.briefly), but around the mean \(mean.briefly) it must be above "
                + "\(above.briefly) and below \(below.briefly)"
        case .scaleNotUsable(let lowest, let highest):
            "the scale of the scores goes from \(lowest.briefly) to \(highest.briefly); expected two finite numbers, the lower one first"
        case .scoreNotUsable(let row, let photograph, let error):
            "\(Self.name(row, photograph)): \(error.sentence)"
        case .ratingsWithout(let name, _):
            "\(name) works only with labels, but this training uses distributions of ratings; leave it out"
        case .binCount(let found, let expected):
            "the ratings have \(found) bins, but the network predicts \(expected)"
        case .diverged(let epoch):
            "the loss stopped being a finite number in epoch \(epoch + 1); lower the learning rate or standardise the "
                + "inputs"
        case .cancelled(let epoch):
            "training was cancelled in epoch \(epoch + 1)"
        case .graph(let error): error.sentence
        case .plan(let error): error.sentence
        case .tensorNotFinite(let tensor):
            "the tensor \(tensor) holds a number that is not finite, or a negative variance"
        case .scalingWidth(let found, let expected):
            "the input scaling is for \(found) columns, but the network takes \(expected)"
        case .scalingNotUsable:
            "the input scaling holds a mean that is not finite or a deviation that is not above 0"
        }
    }

    /// The name of a photograph, or the number of its row if the name is not known.
    private static func name(_ row: Int, _ photograph: String?) -> String { photograph ?? "row \(row)" }
}
