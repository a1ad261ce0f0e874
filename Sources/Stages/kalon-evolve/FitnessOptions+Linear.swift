import Selection
import Judging
import Learning
import StageSupport

extension FitnessOptions {
    /// Ridge regression for `--fitness linear`.
    ///
    /// - Throws: `PipelineError.foldsNotLinear` for folds with more photographs than a mask has columns, because leaving out
    ///   one at a time would then take too long; `.foldsOfGroups` for folds of rows that belong together.
    func ridge(_ data: SearchData, genes: Int) throws -> RidgeScoring {
        let split =
            switch fitnessSplit {
            case .validation, .folds: data.split
            case .test: StratifiedSplit(training: (data.split.training + data.split.validation).sorted(), validation: data.test)
            }
        guard fitnessSplit != .folds || !data.isGrouped else { throw PipelineError.foldsOfGroups }
        let photographs = data.split.training.count + data.split.validation.count
        guard fitnessSplit != .folds || photographs <= genes else {
            throw PipelineError.foldsNotLinear(photographs: photographs, genes: genes)
        }
        return try RidgeScoring(
            features: data.features, labels: data.labels, split: split, chosen: genes, penalty: penalty,
            measure: ridgeMeasure(isGrouped: data.isGrouped))
    }

    /// Checks that there is enough free memory for `--fitness linear`; to be called before the features are read.
    ///
    /// - Throws: `PipelineError.workMemoryShort`.
    func requireLinearMemory(rows: Int, columns: Int, genes: Int, isGrouped: Bool) throws {
        let bytes = RidgeScoring.bytes(
            rows: rows, columns: columns, chosen: genes, measure: ridgeMeasure(isGrouped: isGrouped))
        try Memory.require(
            4 * Double(rows) * Double(columns) + bytes, for: "--fitness linear on \(rows) photographs of \(columns) columns",
            advice: "reduce the columns first (kalon-reduce), or give --fitness ladder")
    }

    private func ridgeMeasure(isGrouped: Bool) -> RidgeScoring.Measure? {
        fitnessSplit == .test || isGrouped ? .validation : nil
    }
}
