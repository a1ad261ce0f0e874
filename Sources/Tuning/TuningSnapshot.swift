import DataSets
import Learning
import Records

/// The state of a training after one of its epochs.
///
/// With the same photographs, configuration and number of threads, training continues from it as if it had never stopped.
public struct TuningSnapshot: Sendable {
    /// All but the numbers, which a file stores next to it.
    public struct Outline: Codable, Sendable, Equatable {
        /// The results of the epochs so far, over all phases.
        public let history: TrainingHistory
        /// Steps of the optimiser in this phase.
        let steps: Int
        let optimiserSteps: Int
        /// The sizes of the tensors: of the network, and of the optimiser.
        let counts: [Int]
        let optimiserCounts: [Int]
        /// The implementations of convolutions, so that a resumed training computes in the same order.
        let implementations: [ChosenImplementation]
        /// Photographs that could not be read.
        public let skipped: [SkippedPhotograph]

        /// The sizes of all arrays of numbers.
        public var allCounts: [Int] { counts + counts + optimiserCounts }
    }

    /// Which of the library's implementations runs a convolution.
    struct ChosenImplementation: Codable, Sendable, Equatable {
        let shape: [Int]
        let name: String
    }

    /// All but the numbers.
    public let outline: Outline
    /// The tensors of the network, those of its best epoch, and what the optimiser remembers.
    public let tensors: [[Float]]

    /// The snapshot with this outline and these tensors.
    ///
    /// - Throws: `TuningError.snapshotDiffers` if their sizes are not those of the outline.
    public init(outline: Outline, tensors: [[Float]]) throws(TuningError) {
        guard tensors.map(\.count) == outline.allCounts else { throw .snapshotDiffers("its tensors have other sizes") }
        (self.outline, self.tensors) = (outline, tensors)
    }

    var current: [[Float]] { Array(tensors[..<outline.counts.count]) }
    var best: [[Float]] { Array(tensors[outline.counts.count..<2 * outline.counts.count]) }
    var optimiser: OptimiserState {
        OptimiserState(steps: outline.optimiserSteps, tensors: Array(tensors[(2 * outline.counts.count)...]))
    }
}
