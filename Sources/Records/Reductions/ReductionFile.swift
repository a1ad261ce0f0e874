import Files
import HDF5

/// A file of kind `pca/1` or `ica/1`, which holds one reduction, or of kind `reductions/1`, which holds one for each of
/// several features files.
public enum ReductionFile {
    /// Writes one reduction.
    ///
    /// - Parameters:
    ///   - content: the reduction.
    ///   - provenance: how it was made.
    ///   - path: the file, which is replaced if it exists.
    /// - Throws: `StorageError.cannotWrite`.
    public static func write(_ content: PCAContent, provenance: Provenance, to path: String) throws(StorageError) {
        try ReductionWriter(path: path).finish([content], provenance: provenance)
    }

    /// Reads the reduction of a file that holds only one.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.otherSchema` for a file of several reductions.
    public static func read(_ path: String) throws(StorageError) -> PCAContent {
        try read(HDF5File.open(path).root)
    }

    /// Reads all reductions of a file, in the order of the columns that they take.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`.
    public static func readAll(_ path: String) throws(StorageError) -> [PCAContent] {
        let root = try HDF5File.open(path).root
        guard try Schema.name(in: root) == Schema.reductions.rawValue else { return [try read(root)] }
        var contents: [PCAContent] = []
        for index in 0..<(try count(in: root)) { contents.append(try PCAContent(readingFrom: try root.group("\(index)"))) }
        return contents
    }

    /// The number of reductions in a file of several.
    package static func count(in root: HDF5Group) throws(StorageError) -> Int {
        try root.attributes.integer("reductions", in: 1...StoredNumbers.mostReductions)
    }

    /// Reads the reduction of a file that holds only one, with the scatter of the rows of its fit.
    ///
    /// - Parameter path: the file.
    /// - Returns: the reduction, and the triangle of the scatter, row by row, `[columns (columns + 1) / 2]`; nil if it was
    ///   not kept.
    /// - Throws: `StorageError`.
    public static func readWithScatter(
        _ path: String
    ) throws(StorageError) -> (content: PCAContent, scatter: [Double]?) {
        let root = try HDF5File.open(path).root
        let content = try read(root)
        guard try root.contains("scatter") else { return (content, nil) }
        let columns = content.mean.count
        return (content, try root.doubles("scatter", count: columns * (columns + 1) / 2))
    }

    private static func read(_ root: HDF5Group) throws(StorageError) -> PCAContent {
        if try Schema.name(in: root) != Schema.ica.rawValue { try Schema.pca.require(in: root) }
        return try PCAContent(readingFrom: root)
    }
}

/// Writes a file of reductions in two steps: the scatter, if it is kept, goes first because it is as large as the fit
/// itself.
public final class ReductionWriter {
    private let output: AtomicOutput
    private let file: HDF5File

    /// Starts a file.
    ///
    /// - Parameter path: the file; it appears, or is replaced, when `finish` returns.
    /// - Throws: `StorageError.cannotWrite`.
    public init(path: String) throws(StorageError) {
        output = try AtomicOutput(path)
        file = try HDF5File.create(output.temporaryPath, reportedAs: path)
    }

    /// Writes the triangle of a scatter.
    ///
    /// - Parameters:
    ///   - columns: the number of columns of the scatter.
    ///   - row: returns the elements of a row up to the diagonal.
    /// - Throws: `StorageError.cannotWrite`.
    public func writeScatter(columns: Int, row: (Int) -> ArraySlice<Double>) throws(StorageError) {
        let dataset = try file.root.createDataset("scatter", of: Double.self, shape: [columns * (columns + 1) / 2])
        var (piece, start): ([Double], Int) = ([], 0)
        for index in 0..<columns {
            piece += row(index)
            guard piece.count > 1 << 20 || index == columns - 1 else { continue }
            try dataset.write(piece, at: start)
            start += piece.count
            piece.removeAll(keepingCapacity: true)
        }
    }

    /// Completes the file.
    ///
    /// - Parameters:
    ///   - contents: one reduction or several, in the order of the columns that they take. Traps if there are none.
    ///   - provenance: how they were made.
    /// - Throws: `StorageError.cannotWrite`.
    public func finish(_ contents: [PCAContent], provenance: Provenance) throws(StorageError) {
        precondition(!contents.isEmpty, "there is nothing to write")
        let root = file.root
        if contents.count == 1 {
            try (contents[0].mixing == nil ? Schema.pca : .ica).write(to: root)
            try contents[0].write(to: root)
        } else {
            try Schema.reductions.write(to: root)
            try root.attributes.set("reductions", contents.count)
            for (index, content) in contents.enumerated() {
                try content.write(to: try root.createGroup("\(index)"))
            }
        }
        try provenance.write(to: root)
        try file.close()
        try output.commit()
    }
}
