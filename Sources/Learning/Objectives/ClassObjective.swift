import Matrices

/// Labels as the objective of training, and the answers of a teacher if there is one.
package final class ClassObjective: Objective {
    private let loss: ClassificationLoss
    private let classes: Int
    private let labels: [Int]
    private let teaching: Teaching?
    private var batch: [Int]
    private var mixing: RowMixing?

    /// - Parameters:
    ///   - labels: One for each row of the data.
    ///   - batchSize: The largest number of rows at a time.
    package init(
        _ loss: ClassificationLoss, labels: [Int], classes: Int, teacher: Matrix? = nil, distillation: Distillation? = nil,
        batchSize: Int
    ) {
        self.loss = loss
        self.labels = labels
        self.classes = classes
        teaching = Teaching(teacher, distillation, batchSize: batchSize)
        batch = [Int](repeating: 0, count: batchSize)
    }

    package func fill(_ rows: ArraySlice<Int>, mixing: RowMixing?) {
        for (position, row) in rows.enumerated() { batch[position] = labels[row] }
        teaching?.fill(rows)
        self.mixing = mixing
    }

    package func evaluate(
        _ output: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>, into total: inout LossTotal
    ) {
        let share = 1 / Double(rows), part = 1 - (teaching?.rule.alpha ?? 0)
        for row in 0..<rows {
            let (logits, slope) = (output + row * classes, gradient + row * classes)
            let labels =
                mixing.map {
                    ClassificationLoss.RowLabels(label: batch[row], partner: $0.label(ofPartner: row), partnerShare: $0.share)
                }
                ?? ClassificationLoss.RowLabels(batch[row])
            loss.add(logits, classes: classes, labels: labels, part: part, share: share, gradient: slope, to: &total)
            teaching?.add(row, logits: logits, classes: classes, share: share, gradient: slope, to: &total)
        }
    }
}

/// A teacher's answers to the rows of a batch.
final class Teaching {
    let rule: Distillation
    private let answers: GatheredRows

    /// Nil unless there are both answers and a rule.
    init?(_ answers: Matrix?, _ rule: Distillation?, batchSize: Int) {
        guard let answers, let rule else { return nil }
        self.rule = rule
        self.answers = GatheredRows(of: answers, size: batchSize)
    }

    func fill(_ rows: ArraySlice<Int>) { answers.fill(rows) }

    /// Adds the teacher's share of one row's loss, and of its gradient.
    func add(
        _ row: Int, logits: UnsafePointer<Float>, classes: Int, share: Double, gradient: UnsafeMutablePointer<Float>,
        to total: inout LossTotal
    ) {
        total.loss += rule.addTeacher(
            answers.values + row * classes, logits: logits, classes: classes, share: share, gradient: gradient)
    }
}
