import Matrices

/// Distributions of votes as the objective of training, and the answers of a teacher if there is one.
package final class RatingObjective: Objective {
    private let bins: Int
    private let ratings: GatheredRows
    private let teaching: Teaching?
    private let form: EarthMoverForm

    /// - Parameters:
    ///   - ratings: Shares `[rows, bins]`, one row for each row of the data.
    ///   - batchSize: The largest number of rows at a time.
    package init(
        ratings: Matrix, form: EarthMoverForm = .squared, teacher: Matrix? = nil, distillation: Distillation? = nil,
        batchSize: Int
    ) {
        self.form = form
        bins = ratings.columns
        self.ratings = GatheredRows(of: ratings, size: batchSize)
        teaching = Teaching(teacher, distillation, batchSize: batchSize)
    }

    package func fill(_ rows: ArraySlice<Int>, mixing: RowMixing?) {
        ratings.fill(rows)
        teaching?.fill(rows)
    }

    package func evaluate(
        _ output: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>, into total: inout LossTotal
    ) {
        let share = 1 / Double(rows), part = 1 - (teaching?.rule.alpha ?? 0)
        for row in 0..<rows {
            let (logits, slope) = (output + row * bins, gradient + row * bins)
            EarthMoverLoss.add(
                logits, bins: bins, target: ratings.values + row * bins, part: part, share: share, form: form,
                gradient: slope, to: &total)
            teaching?.add(row, logits: logits, classes: bins, share: share, gradient: slope, to: &total)
        }
    }
}

extension EarthMoverLoss {
    /// Adds the loss of one row to `total`, and writes `share` times its gradient.
    ///
    /// A row counts as correct if its mean lies on the correct side of the middle of the scale.
    static func add(
        _ logits: UnsafePointer<Float>, bins: Int, target: UnsafePointer<Float>, part: Double = 1, share: Double,
        form: EarthMoverForm = .squared, gradient: UnsafeMutablePointer<Float>?, to total: inout LossTotal
    ) {
        total.loss += part * row(logits, bins: bins, target: target, scale: part * share, form: form, gradient: gradient)
        total.correct += isOnSameSide(logits, bins: bins, target: target) ? 1 : 0
    }
}
