import Graphs
import Kernels
import Learning
import Networks

/// What can go wrong when a network is trained on photographs.
public enum TuningError: Error {
    /// There is no phase.
    case noPhases
    /// A number of a phase, counted from 1, is out of range.
    case phaseValue(phase: Int, name: String, value: Double, expected: String)
    /// A phase begins at a layer that the network does not have, or that has nothing to train after it.
    case unknownLayer(String, network: String)
    /// There are no photographs to train on, or to choose the epoch by.
    case noPhotographs(isTraining: Bool)
    /// All photographs to train on have the same label.
    case oneClassOnly(label: Int)
    /// Classes are to be balanced, but labels are not known.
    case nothingToBalance
    /// There are fewer labels than photographs.
    case labelCount(found: Int, photographs: Int)
    /// A classifier that is to go on learning scales its inputs.
    case scaledHead
    /// A head was trained to give features, so that there is no classifier.
    case headNotAClassifier
    /// The loss is no longer finite; epochs and steps are counted from 1.
    case diverged(phase: Int, epoch: Int, step: Int, layer: String?)
    /// After an epoch, weights or statistics of a layer are no longer finite; epochs are counted from 1.
    case overflowed(phase: Int, epoch: Int, layer: String)
    /// A snapshot does not fit the training.
    case snapshotDiffers(String)
    /// The training was asked to stop.
    case cancelled(epoch: Int)
    case learning(LearningError)
    case graph(GraphError)
    case plan(PlanError)
    case networks(NetworksError)

    /// Turns what models and plans throw into an error of training.
    static func make<Result>(_ body: () throws -> Result) throws(TuningError) -> Result {
        do {
            return try body()
        } catch let error as TuningError {
            throw error
        } catch let error as GraphError {
            throw .graph(error)
        } catch let error as PlanError {
            throw .plan(error)
        } catch let error as LearningError {
            throw .learning(error)
        } catch let error as NetworksError {
            throw .networks(error)
        } catch {
            preconditionFailure("neither graphs nor plans throw this: \(error)")
        }
    }
}
