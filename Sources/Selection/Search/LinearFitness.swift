import Evolution
import Faults
import Learning

/// A fast fitness: the accuracy of ridge regression on a mask's columns.
package struct LinearFitness: Sendable {
    private let scoring: RidgeScoring
    private let watch: SearchWatch

    /// A fitness by regressions.
    package init(_ scoring: RidgeScoring, watch: SearchWatch) {
        self.scoring = scoring
        self.watch = watch
    }

    /// How accuracies are measured.
    package var measure: RidgeScoring.Measure { scoring.measure }

    /// What each column is worth, for guided mutation.
    package func guide(_ mask: FeatureMask) throws(EvolutionError) -> [Float] {
        do {
            return try scoring.worths(of: mask.columns)
        } catch {
            let fault = error as? any Fault
            throw .guideFailed(reason: fault?.sentence ?? "\(error)", settings: fault?.settings ?? [])
        }
    }

    /// The accuracy of a mask, 0 to 1.
    package func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        try watch.stoppable { _ in try scoring.accuracy(of: mask.columns) }
    }
}
