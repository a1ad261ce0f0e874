import Files
import Inference
import Matrices
import Records

/// Writes one features file of an extraction: some columns of every row.
final class FeaturesBlocks {
    private let writer: FeaturesWriter
    /// The values of the row that go into the file.
    private let columns: Range<Int>
    private var block: [Float] = []

    private static let blockRows = 64

    /// Creates the file; `capacity` is the greatest number of rows.
    init(path: String, header: FeaturesHeader, columns: Range<Int>, capacity: Int) throws(StorageError) {
        writer = try FeaturesWriter(path: path, header: header, columns: columns.count, capacity: capacity)
        self.columns = columns
        block.reserveCapacity(Self.blockRows * columns.count)
    }

    /// Adds a row of the features of all extractors.
    func append(_ row: [Float]) throws(StorageError) {
        block += row[columns]
        if block.count >= Self.blockRows * columns.count { try flush() }
    }

    /// Completes the file.
    func finish(
        rows: FeaturesRows, skipped: [SkippedPhotograph], provenance: Provenance, reading: ReadingCounts
    ) throws(StorageError) {
        try flush()
        try writer.finish(rows: rows, skipped: skipped, provenance: provenance, reading: reading)
    }

    private func flush() throws(StorageError) {
        guard !block.isEmpty else { return }
        try writer.append(Matrix(rows: block.count / columns.count, columns: columns.count, elements: block))
        block.removeAll(keepingCapacity: true)
    }
}

extension FeaturesHeader {
    /// Makes the header for the features of several extractors, side by side.
    init(dataset: String, extractors: [ExtractorConfiguration]) throws(InferenceError) {
        let digests = extractors.map(\.weightsDigest).filter { !$0.hasPrefix("seeded:") }
        let inputs = extractors.map(\.input.json)
        self.init(
            dataset: dataset, extractor: extractors.map(\.network).joined(separator: "+"),
            extractorJSON: try ExtractorConfiguration.json(extractors),
            weights: extractors.map(\.weights).joined(separator: "+"),
            weightsSHA256: extractors.count == 1 ? digests.first : nil,
            input: inputs.count == 1 ? inputs[0] : "[\(inputs.joined(separator: ","))]",
            precision: extractors.map(\.precision.rawValue).joined(separator: "+"))
    }
}
