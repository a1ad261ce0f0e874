import Matrices

/// The rows of one step, gathered into memory that is allocated once.
final class TrainingBatch {
    private let source: RowGathering
    private let labels: [Int]
    private let input: FloatBuffer
    /// How its rows are mixed; nil if they are not.
    let mixing: RowMixing?

    /// A batch of up to `size` rows of the training data.
    ///
    /// Rows are mixed with shares from Beta(mixup, mixup) unless `mixup` is 0.
    init(_ data: TrainingData, scaling: InputScaling?, size: Int, mixup: Double, threads: Int) {
        source = RowGathering(features: data.features, scaling: scaling, threads: threads)
        labels = data.labels
        input = FloatBuffer(count: size * source.features.columns)
        mixing = mixup > 0 ? RowMixing(size: size, columns: source.features.columns, shape: mixup) : nil
    }

    /// Gathers the named rows, which replace those before; `stream` decides how they are mixed.
    func fill(_ rows: ArraySlice<Int>, mixedBy stream: inout RandomStream) {
        source.gather(rows, into: input.pointer)
        mixing?.mix(input.pointer, labels: rows.lazy.map { [labels] in labels[$0] }, by: &stream)
    }

    /// `[rows, columns]`.
    var values: UnsafePointer<Float> { UnsafePointer(input.pointer) }
}

/// Rows of a matrix that accompany those of a batch.
final class GatheredRows {
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

/// Mixup on the rows of a batch (Zhang, Cisse, Dauphin and Lopez-Paz 2018).
///
/// Each row becomes a weighted mean of itself and the row a random number of places further on. The order of the rows of a
/// batch is random, so the pairs are random, too.
package final class RowMixing {
    private let columns: Int
    private let shape: Double
    private let unmixed: FloatBuffer
    private let partnerLabels: WorkBuffer<Int>
    /// The partner's share of every row, 0 to 1.
    private(set) var share = 0.0

    init(size: Int, columns: Int, shape: Double) {
        self.columns = columns
        self.shape = shape
        unmixed = FloatBuffer(count: size * columns)
        partnerLabels = WorkBuffer(count: size, repeating: 0)
    }

    /// Given partners, for tests: one label for each row, and their share.
    package convenience init(partners: [Int], share: Double) {
        self.init(size: partners.count, columns: 0, shape: 1)
        for (row, label) in partners.enumerated() { partnerLabels.pointer[row] = label }
        self.share = share
    }

    /// The label of the row that a row of the batch is mixed with.
    func label(ofPartner row: Int) -> Int { partnerLabels.pointer[row] }

    /// Mixes rows `[labels.count, columns]` in place.
    func mix(
        _ values: UnsafeMutablePointer<Float>, labels: some RandomAccessCollection<Int>, by stream: inout RandomStream
    ) {
        let rows = labels.count
        let distance = rows > 1 ? Int.random(in: 1..<rows, using: &stream) : 0
        // The smaller share, because swapping the two rows of a pair changes nothing on average.
        let drawn = stream.symmetricBeta(shape)
        share = min(drawn, 1 - drawn)
        let unmixed = unmixed.pointer
        unmixed.update(from: values, count: rows * columns)
        let (own, other) = (Float(1 - share), Float(share))
        for row in 0..<rows {
            let partner = (row + distance) % rows
            partnerLabels.pointer[row] = labels[labels.index(labels.startIndex, offsetBy: partner)]
            let (target, partnerValues) = (values + row * columns, unmixed + partner * columns)
            for column in 0..<columns { target[column] = target[column] * own + partnerValues[column] * other }
        }
    }
}
