import Files
import HDF5
import Matrices

/// Writes a features file block by block; only one block and HDF5's small cache are in memory.
///
/// The file appears when `finish` returns. A writer that is released before that leaves nothing behind.
public final class FeaturesWriter {
    private let output: AtomicOutput
    private let file: HDF5File
    private let dataset: HDF5Dataset
    /// The number of rows appended so far.
    public private(set) var count = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - path: the file; it appears, or is replaced, when `finish` returns.
    ///   - header: how the features are computed.
    ///   - columns: the number of features of each photograph.
    ///   - capacity: the most rows that will be appended.
    /// - Throws: `StorageError.cannotWrite`.
    public init(path: String, header: FeaturesHeader, columns: Int, capacity: Int) throws(StorageError) {
        output = try AtomicOutput(path)
        file = try HDF5File.create(output.temporaryPath, reportedAs: path)
        try Schema.features.write(to: file.root)
        try header.write(to: file.root)
        dataset = try file.root.createDataset(
            "features", of: Float.self, shape: [capacity, columns], chunkRows: Self.chunkRows(columns: columns))
    }

    /// Appends rows, in the order in which they will be numbered.
    ///
    /// - Parameter block: `[rows, columns]`.
    /// - Throws: `StorageError.cannotWrite`.
    public func append(_ block: Matrix) throws(StorageError) {
        try dataset.write(block, atRow: count)
        count += block.rows
    }

    /// Completes the file.
    ///
    /// - Parameters:
    ///   - rows: what is known about the photographs, as many as rows were appended. Traps otherwise.
    ///   - skipped: the photographs without features.
    ///   - provenance: how the file was made.
    ///   - reading: how the photographs were read.
    /// - Throws: `StorageError.cannotWrite`.
    public func finish(
        rows: FeaturesRows, skipped: [SkippedPhotograph], provenance: Provenance, reading: ReadingCounts? = nil
    ) throws(StorageError) {
        precondition(rows.paths.count == count && rows.labels.count == count, "\(count) rows were appended")
        precondition(rows.scores.map { $0.rows == count } ?? true, "\(count) rows were appended")
        precondition(rows.means.map { $0.values.count == count } ?? true, "\(count) rows were appended")
        precondition(rows.groups.map { $0.count == count } ?? true, "\(count) rows were appended")
        precondition(rows.splits.map { $0.count == count } ?? true, "\(count) rows were appended")
        precondition(rows.perturbations.map { $0.count == count } ?? true, "\(count) rows were appended")
        precondition(rows.sizes.map { $0.count == count } ?? true, "\(count) rows were appended")
        precondition(rows.digests.map { $0.count == count } ?? true, "\(count) rows were appended")
        let root = file.root
        _ = try dataset.cut(toRows: count)
        try root.write("paths", rows.paths)
        try root.write("labels", rows.labels)
        if let scores = rows.scores { try root.write("scores", scores) }
        try rows.means?.write(to: root)
        if let groups = rows.groups { try root.write("groups", groups) }
        if let splits = rows.splits { try root.write("splits", splits.map { $0?.rawValue ?? "" }) }
        if let perturbations = rows.perturbations { try root.write("perturbations", perturbations) }
        if let digests = rows.digests { try root.write("digests", digests) }
        if let sizes = rows.sizes {
            try root.write("widths", sizes.map(\.width))
            try root.write("heights", sizes.map(\.height))
        }
        try root.write("skipped/paths", skipped.map(\.path))
        try root.write("skipped/reasons", skipped.map(\.reason))
        try reading?.write(to: root)
        try provenance.write(to: root)
        try file.close()
        try output.commit()
    }

    /// Chunks of about half a megabyte: each is read in one piece, and two fit into HDF5's cache.
    private static func chunkRows(columns: Int) -> Int {
        max(1, (1 << 19) / (4 * max(1, columns)))
    }
}

extension FeaturesFile {
    /// Writes a whole features matrix.
    ///
    /// - Parameters:
    ///   - path: the file, which is replaced if it exists.
    ///   - header: how the features were computed.
    ///   - rows: what is known about the photographs.
    ///   - features: `[images, columns]`.
    ///   - skipped: the photographs without features.
    ///   - provenance: how the file was made.
    /// - Throws: `StorageError.cannotWrite`.
    public static func write(
        to path: String, header: FeaturesHeader, rows: FeaturesRows, features: Matrix,
        skipped: [SkippedPhotograph], provenance: Provenance
    ) throws(StorageError) {
        let writer = try FeaturesWriter(
            path: path, header: header, columns: features.columns, capacity: features.rows)
        try writer.append(features)
        try writer.finish(rows: rows, skipped: skipped, provenance: provenance)
    }
}
