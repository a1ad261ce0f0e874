import Graphs
import Kernels

/// Which of the matrices given to a trainer is meant.
public enum DataPart: String, Sendable {
    case training
    case validation
    case teacher
    case input
}

/// What can go wrong when a classifier is described, trained, loaded or used.
public enum LearningError: Error, Equatable {
    case lastLayerNotSoftmax
    case hiddenSoftmax(layer: Int)
    case layerValue(layer: Int, name: String, value: Double, expected: String)
    case configurationValue(name: String, value: Double, expected: String)

    case empty(part: DataPart, rows: Int, columns: Int)
    case noRows(part: DataPart)
    case labelCount(part: DataPart, labels: Int, rows: Int)
    case labelOutOfRange(part: DataPart, row: Int, label: Int, classes: Int)
    case oneClassOnly(label: Int)
    case columnCount(part: DataPart, found: Int, expected: Int)
    case rowCount(part: DataPart, found: Int, expected: Int)
    case notFinite(part: DataPart, row: Int, column: Int)
    case rowOutOfRange(part: DataPart, row: Int, rows: Int)
    case columnOutOfRange(column: Int, columns: Int)
    case tooFewRowsToSplit(rows: Int, fraction: Double)
    case teacherWithoutDistillation
    case distillationWithoutTeacher
    case layerToMatchMissing
    case bfloat16Missing
    case mixupWithTeacher
    case classWeightCount(found: Int, classes: Int)
    /// Logistic regression's steps did not come to an end.
    case notSettled(penalty: Double)
    case foldCount(folds: Int, label: Int, rows: Int)
    case snapshotDiffers(String)
    case tooFewBins(Int)
    case votesNotUsable(row: Int)
    case ratingsWithout(option: String)
    case binCount(found: Int, expected: Int)

    /// Epochs are counted from 0 here, and from 1 in sentences.
    case diverged(epoch: Int)
    case cancelled(epoch: Int)

    /// Layers that do not fit one another, or tensors that do not fit the layers.
    case graph(GraphError)
    /// A graph with an operation that cannot be trained.
    case untrainable(node: String, operation: String)
    case tensorNotFinite(TensorName)
    case scalingWidth(found: Int, expected: Int)
    case scalingNotUsable
}

extension LearningError {
    /// What `body` makes, with the errors of graphs and plans as this one's.
    static func make<Result>(_ body: () throws -> Result) throws(LearningError) -> Result {
        do {
            return try body()
        } catch let error as LearningError {
            throw error
        } catch let error as GraphError {
            throw .graph(error)
        } catch PlanError.unsupported(let node, let operation) {
            throw .untrainable(node: node, operation: operation)
        } catch {
            preconditionFailure("neither graphs nor plans throw this: \(error)")
        }
    }
}
