import Evolution
import Learning

/// The published fitness: the accuracy, on held-out photographs, of a classifier trained on a mask's columns.
package struct TrainedFitness: Sendable {
    let masked: MaskedTraining
    let seed: UInt64
    let watch: SearchWatch
    /// The most masks that will be measured; nil if progress is not shown.
    private let total: Int?

    /// A fitness by full trainings.
    ///
    /// - Parameters:
    ///   - masked: trains and measures on the columns of a mask.
    ///   - seed: what every training starts from.
    ///   - total: the most masks that will be measured; nil if progress is not shown.
    package init(_ masked: MaskedTraining, seed: UInt64, watch: SearchWatch, total: Int? = nil) {
        self.masked = masked
        self.seed = seed
        self.watch = watch
        self.total = total
    }

    /// Trains every mask from the same seed, so that its fitness depends only on its columns.
    package func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        let value = try watch.stoppable {
            try masked.accuracy(of: mask.columns, seed: seed, shouldStop: $0)
        }
        if let total { watch.progress(evaluation + 1, of: total, "masks measured") }
        return value
    }
}
