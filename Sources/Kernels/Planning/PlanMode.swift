/// What all kernels of a plan go by, and what changes between its passes.
final class PlanMode {
    /// Whether batches are normalised by their own statistics and dropout drops.
    var isTraining: Bool
    /// Whether moving variances follow the batch's divided by n - 1, as in PyTorch; by n, as in Keras, if false.
    let movesUnbiasedVariance: Bool

    init(isTraining: Bool, movesUnbiasedVariance: Bool) {
        self.isTraining = isTraining
        self.movesUnbiasedVariance = movesUnbiasedVariance
    }
}
