import Faults
import Graphs
import Kernels

/// One of the matrices that are given to a trainer.
public enum DataPart: String, Sendable {
    /// The rows that the weights are fitted to.
    case training
    /// The rows that choose the best epoch.
    case validation
    /// The answers of a teacher.
    case teacher
    /// The rows that a trained network is asked about.
    case input
}

/// What can go wrong when a classifier is described, trained, loaded or used.
public enum LearningError: Error, Equatable {
    /// The last layer of an architecture is neither a softmax nor one number.
    case lastLayerGivesNoAnswer
    /// Classes or votes are to be learned, but the last layer is not a softmax.
    case lastLayerNotSoftmax
    /// A layer before the last is a softmax; layers are counted from 0.
    case hiddenSoftmax(layer: Int)
    /// A number of a layer is out of range; layers are counted from 0.
    case layerValue(layer: Int, name: String, value: Double, expected: String)
    /// A number of the configuration is out of range.
    case configurationValue(name: String, value: Double, expected: String, setting: Setting? = nil)

    /// A matrix has no rows or no columns.
    case empty(part: DataPart, rows: Int, columns: Int)
    /// A split has no rows in one of its parts.
    case noRows(part: DataPart)
    /// The number of labels is not the number of rows.
    case labelCount(part: DataPart, labels: Int, rows: Int)
    /// A label is below 0, or not below the number of classes.
    case labelOutOfRange(part: DataPart, row: Int, label: Int, classes: Int)
    /// All training rows have the same label.
    case oneClassOnly(label: Int)
    /// A matrix has the wrong number of columns.
    case columnCount(part: DataPart, found: Int, expected: Int)
    /// A matrix has the wrong number of rows.
    case rowCount(part: DataPart, found: Int, expected: Int)
    /// A matrix holds a number that is not finite; rows and columns are counted from 0.
    case notFinite(part: DataPart, row: Int, column: Int)
    /// A split names a row that does not exist.
    case rowOutOfRange(part: DataPart, row: Int, rows: Int)
    /// A column was chosen that does not exist.
    case columnOutOfRange(column: Int, columns: Int)
    /// A split would leave one of its parts empty.
    case tooFewRowsToSplit(rows: Int, fraction: Double)
    /// Answers of a teacher were given, but the configuration has no distillation.
    case teacherWithoutDistillation
    /// The configuration has a distillation, but no answers of a teacher were given.
    case distillationWithoutTeacher
    /// The teacher or the student has no hidden layer to match, or several teachers have different ones.
    case layerToMatchMissing
    /// The processor cannot multiply brain floats.
    case bfloat16Missing
    /// Mixup and a teacher were both requested.
    case mixupWithTeacher
    /// The number of class weights is not the number of classes.
    case classWeightCount(found: Int, classes: Int)
    /// The steps of logistic regression did not converge.
    case notSettled(penalty: Double)
    /// The rows with a label, or their groups, cannot be dealt into this number of folds.
    case foldCount(folds: Int, label: Int, rows: Int)
    /// A snapshot does not fit the training; the text says why.
    case snapshotDiffers(String)
    /// A distribution of ratings has too few bins: fewer than two, or than three where its deviation is given.
    case tooFewBins(Int, least: Int = 2)
    /// A row has no votes, or a number of votes that is negative or not finite; rows are counted from 0.
    case votesNotUsable(row: Int, photograph: String? = nil)
    /// No distribution over the scores has this mean and gives every score a share.
    case meanNotReachable(Double, lowest: Double, highest: Double, includesEnds: Bool)
    /// No distribution over the scores has this mean and this deviation and gives every score a share.
    case deviationNotReachable(Double, mean: Double, above: Double, below: Double)
    /// The lowest and the highest score of a scale are not two finite numbers in this order.
    case scaleNotUsable(lowest: Double, highest: Double)
    /// The mean score of a photograph, or its deviation, does not make a distribution; rows are counted from 0.
    indirect case scoreNotUsable(row: Int, photograph: String?, LearningError)
    /// Something that needs labels was combined with ratings; `name` says what, in words.
    case ratingsWithout(name: String, setting: Setting)
    /// The number of rating bins is not the number that the network predicts.
    case binCount(found: Int, expected: Int)

    /// The loss is not finite.
    ///
    /// Epochs are counted from 0 here, and from 1 in sentences.
    case diverged(epoch: Int)
    /// The training was asked to stop in this epoch, counted from 0.
    case cancelled(epoch: Int)

    /// Layers do not fit one another, or tensors do not fit the layers.
    case graph(GraphError)
    /// The graph cannot be trained.
    case plan(PlanError)
    /// A tensor holds a number that is not finite, or a negative variance.
    case tensorNotFinite(TensorName)
    /// The input scaling is for a different number of columns.
    case scalingWidth(found: Int, expected: Int)
    /// The input scaling holds a mean that is not finite, or a deviation that is not above 0.
    case scalingNotUsable
}

extension LearningError {
    /// The result of `body`; errors of graphs and plans are converted to this type.
    static func make<Result>(_ body: () throws -> Result) throws(LearningError) -> Result {
        do {
            return try body()
        } catch let error as LearningError {
            throw error
        } catch let error as GraphError {
            throw .graph(error)
        } catch let error as PlanError {
            throw .plan(error)
        } catch {
            preconditionFailure("neither graphs nor plans throw this: \(error)")
        }
    }
}
