import Evolution
import Faults
import Learning
import StageSupport

/// A fast fitness: the accuracy of ridge regression on a mask's columns.
struct LinearFitness {
    let scoring: RidgeScoring
    private let context: StageContext

    /// Creates the fitness.
    ///
    /// - Throws: `PipelineError.foldsNotLinear` for folds with more photographs than a mask has columns, because leaving out
    ///   one at a time would then take too long; `.foldsOfGroups` for folds of rows that belong together.
    init(_ data: SearchData, genes: Int, fitness: FitnessOptions, context: StageContext) throws {
        let split =
            switch fitness.fitnessSplit {
            case .validation, .folds: data.split
            case .test: StratifiedSplit(training: (data.split.training + data.split.validation).sorted(), validation: data.test)
            }
        guard fitness.fitnessSplit != .folds || !data.isGrouped else { throw PipelineError.foldsOfGroups }
        let measure: RidgeScoring.Measure? = fitness.fitnessSplit == .test || data.isGrouped ? .validation : nil
        let photographs = data.split.training.count + data.split.validation.count
        guard fitness.fitnessSplit != .folds || photographs <= genes else {
            throw PipelineError.foldsNotLinear(photographs: photographs, genes: genes)
        }
        scoring = try RidgeScoring(
            features: data.features, labels: data.labels, split: split, chosen: genes, penalty: fitness.penalty,
            measure: measure)
        self.context = context
    }

    /// Checks that the fitness has enough free memory; to be called before the features are read.
    ///
    /// - Throws: `PipelineError.workMemoryShort`.
    static func requireMemory(rows: Int, columns: Int, genes: Int, isGrouped: Bool, fitness: FitnessOptions) throws {
        let measure: RidgeScoring.Measure? = fitness.fitnessSplit == .test || isGrouped ? .validation : nil
        try Memory.require(
            4 * Double(rows) * Double(columns)
                + RidgeScoring.bytes(rows: rows, columns: columns, chosen: genes, measure: measure),
            for: "--fitness linear on \(rows) photographs of \(columns) columns",
            advice: "reduce the columns first (kalon-reduce), or give --fitness ladder")
    }

    /// What each column is worth, for guided mutation.
    func guide(_ mask: FeatureMask) throws(EvolutionError) -> [Float] {
        do {
            return try scoring.worths(of: mask.columns)
        } catch {
            throw .guideFailed(reason: (error as? any Fault)?.sentence ?? "\(error)")
        }
    }

    func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        try context.interruption.check()
        return try scoring.accuracy(of: mask.columns)
    }
}
