import Evolution
import Learning
import StageSupport

/// A quick fitness: the accuracy of ridge regression on a mask's columns.
struct LinearFitness {
    let scoring: RidgeScoring
    private let context: StageContext

    init(_ data: SearchData, genes: Int, penalty: Double, context: StageContext) throws {
        scoring = try RidgeScoring(
            features: data.features, labels: data.labels, split: data.split, chosen: genes, penalty: penalty)
        self.context = context
    }

    func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        try context.interruption.check()
        return try scoring.accuracy(of: mask.columns)
    }
}
