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
    private let mixing: RowMixing?

    /// A batch of up to `size` rows of `source`; labels one a row of the source, teacher `[rows, classes]`. Rows are
    /// mixed by shares from Beta(mixup, mixup) unless `mixup` is 0.
    init(source: RowGathering, labels: [Int], teacher: Matrix?, size: Int, mixup: Double) {
        self.source = source
        self.labels = labels
        self.teacher = teacher.map { RowGathering(features: $0, scaling: nil) }
        input = FloatBuffer(count: size * source.features.columns)
        teacherLogits = FloatBuffer(count: teacher.map { size * $0.columns } ?? 0)
        batchLabels = [Int](repeating: 0, count: size)
        mixing = mixup > 0 ? RowMixing(size: size, columns: source.features.columns, shape: mixup) : nil
    }

    /// Gathers the named rows, which replace those that were there; `stream` decides how they are mixed.
    func fill(_ rows: ArraySlice<Int>, mixedBy stream: inout RandomStream) {
        count = rows.count
        source.gather(rows, into: input.pointer)
        teacher?.gather(rows, into: teacherLogits.pointer)
        for (position, row) in rows.enumerated() { batchLabels[position] = labels[row] }
        mixing?.mix(input.pointer, labels: batchLabels, rows: count, by: &stream)
    }

    /// Lends input `[count, columns]`, labels `[count]`, the partners of mixed rows and, where there is a teacher, its
    /// logits `[count, classes]`.
    func withUnsafePointers<Result>(
        _ body: (
            UnsafePointer<Float>, UnsafeBufferPointer<Int>, ClassificationLoss.Partners?, UnsafePointer<Float>?
        ) -> Result
    ) -> Result {
        batchLabels.withUnsafeBufferPointer { labels in
            body(
                input.pointer, UnsafeBufferPointer(rebasing: labels[0..<count]), mixing?.partners,
                teacher == nil ? nil : UnsafePointer(teacherLogits.pointer))
        }
    }
}

/// Mixup on the rows of a batch (Zhang, Cisse, Dauphin, Lopez-Paz 2018): each becomes a weighted mean of itself and the
/// row that lies a random number of places further on. The order of a batch's rows being random, so are the pairs.
private final class RowMixing {
    private let columns: Int
    private let shape: Double
    private let unmixed: FloatBuffer
    private let partnerLabels: WorkBuffer<Int>
    private var share = 0.0

    init(size: Int, columns: Int, shape: Double) {
        self.columns = columns
        self.shape = shape
        unmixed = FloatBuffer(count: size * columns)
        partnerLabels = WorkBuffer(count: size, repeating: 0)
    }

    /// Of the rows as they are mixed now.
    var partners: ClassificationLoss.Partners { .init(labels: partnerLabels.pointer, share: share) }

    /// Mixes rows `[rows, columns]` in place.
    func mix(_ values: UnsafeMutablePointer<Float>, labels: [Int], rows: Int, by stream: inout RandomStream) {
        let distance = rows > 1 ? Int.random(in: 1..<rows, using: &stream) : 0
        // The smaller share: to swap the two rows of a pair changes nothing on average.
        let drawn = stream.symmetricBeta(shape)
        share = min(drawn, 1 - drawn)
        let unmixed = unmixed.pointer
        unmixed.update(from: values, count: rows * columns)
        let (own, other) = (Float(1 - share), Float(share))
        for row in 0..<rows {
            let partner = (row + distance) % rows
            partnerLabels.pointer[row] = labels[partner]
            let (target, partnerValues) = (values + row * columns, unmixed + partner * columns)
            for column in 0..<columns { target[column] = target[column] * own + partnerValues[column] * other }
        }
    }
}
