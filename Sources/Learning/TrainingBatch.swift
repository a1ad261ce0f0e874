import Matrices

/// The rows of one step, gathered into storage that is allocated once.
final class TrainingBatch {
    private let source: RowGathering
    private let labels: [Int]
    private let teacher: RowGathering?
    private let input: FloatBuffer
    private let teacherLogits: FloatBuffer
    private var batchLabels: [Int]
    private var count = 0

    /// A batch of up to `size` rows of `source`; labels one a row of the source, teacher `[rows, classes]`.
    init(source: RowGathering, labels: [Int], teacher: Matrix?, size: Int) {
        self.source = source
        self.labels = labels
        self.teacher = teacher.map { RowGathering(features: $0, scaling: nil) }
        input = FloatBuffer(count: size * source.features.columns)
        teacherLogits = FloatBuffer(count: teacher.map { size * $0.columns } ?? 0)
        batchLabels = [Int](repeating: 0, count: size)
    }

    /// Gathers the named rows, which replace those that were there.
    func fill(_ rows: ArraySlice<Int>) {
        count = rows.count
        source.gather(rows, into: input.pointer)
        teacher?.gather(rows, into: teacherLogits.pointer)
        for (position, row) in rows.enumerated() { batchLabels[position] = labels[row] }
    }

    /// Lends input `[count, columns]`, labels `[count]` and, where there is a teacher, its logits `[count, classes]`.
    func withUnsafePointers<Result>(
        _ body: (UnsafePointer<Float>, UnsafeBufferPointer<Int>, UnsafePointer<Float>?) -> Result
    ) -> Result {
        batchLabels.withUnsafeBufferPointer { labels in
            body(
                input.pointer, UnsafeBufferPointer(rebasing: labels[0..<count]),
                teacher == nil ? nil : UnsafePointer(teacherLogits.pointer))
        }
    }
}
