import Matrices

/// The rows of one step, gathered into storage that is allocated once.
final class TrainingBatch {
    private let source: RowGathering
    private let labels: [Int]
    private let teacher: GatheredRows?
    private let teacherLayer: GatheredRows?
    private let ratings: GatheredRows?
    private let input: FloatBuffer
    private var batchLabels: [Int]
    private var count = 0
    private let mixing: RowMixing?

    /// A batch of up to `size` rows of the training data. Rows are mixed by shares from Beta(mixup, mixup) unless `mixup`
    /// is 0.
    init(_ data: TrainingData, scaling: InputScaling?, size: Int, mixup: Double) {
        source = RowGathering(features: data.features, scaling: scaling)
        labels = data.labels
        teacher = data.teacher.map { GatheredRows(of: $0.logits, size: size) }
        teacherLayer = data.teacher?.penultimate.map { GatheredRows(of: $0, size: size) }
        ratings = data.ratings.map { GatheredRows(of: $0.shares, size: size) }
        input = FloatBuffer(count: size * source.features.columns)
        batchLabels = [Int](repeating: 0, count: size)
        mixing = mixup > 0 ? RowMixing(size: size, columns: source.features.columns, shape: mixup) : nil
    }

    /// Gathers the named rows, which replace those that were there; `stream` decides how they are mixed.
    func fill(_ rows: ArraySlice<Int>, mixedBy stream: inout RandomStream) {
        count = rows.count
        source.gather(rows, into: input.pointer)
        teacher?.fill(rows)
        teacherLayer?.fill(rows)
        ratings?.fill(rows)
        for (position, row) in rows.enumerated() { batchLabels[position] = labels[row] }
        mixing?.mix(input.pointer, labels: batchLabels, rows: count, by: &stream)
    }

    /// Lends the input `[count, columns]` and what its rows should be predicted as.
    func withUnsafePointers<Result>(_ body: (UnsafePointer<Float>, RowTargets) -> Result) -> Result {
        batchLabels.withUnsafeBufferPointer { labels in
            body(
                input.pointer,
                RowTargets(
                    labels: UnsafeBufferPointer(rebasing: labels[0..<count]), partners: mixing?.partners,
                    teacher: teacher?.values, teacherLayer: teacherLayer?.values, ratings: ratings?.values))
        }
    }
}

/// Rows of a matrix that go with those of a batch.
private final class GatheredRows {
    private let source: RowGathering
    private let buffer: FloatBuffer

    init(of matrix: Matrix, size: Int) {
        source = RowGathering(features: matrix, scaling: nil)
        buffer = FloatBuffer(count: size * matrix.columns)
    }

    func fill(_ rows: ArraySlice<Int>) {
        source.gather(rows, into: buffer.pointer)
    }

    /// `[rows, columns]`.
    var values: UnsafePointer<Float> { UnsafePointer(buffer.pointer) }
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
    var partners: RowTargets.Partners { .init(labels: partnerLabels.pointer, share: share) }

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
