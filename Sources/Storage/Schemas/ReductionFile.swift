/// A file of kind `pca/1` or `ica/1`, which holds one reduction, or of kind `reductions/1`, which holds one for each of
/// several features files.
public enum ReductionFile {
    public static func write(_ content: PCAContent, provenance: Provenance, to path: String) throws(StorageError) {
        try ReductionWriter(path: path).finish([content], provenance: provenance)
    }

    /// The reduction of a file that holds one only.
    public static func read(_ path: String) throws(StorageError) -> PCAContent {
        try read(HDF5File.open(path).root)
    }

    /// All reductions, in the order of the columns that they take.
    public static func readAll(_ path: String) throws(StorageError) -> [PCAContent] {
        let root = try HDF5File.open(path).root
        guard try Schema.name(in: root) == Schema.reductions.rawValue else { return [try read(root)] }
        var contents: [PCAContent] = []
        for index in 0..<(try count(in: root)) { contents.append(try PCAContent(readingFrom: try root.group("\(index)"))) }
        return contents
    }

    /// How many reductions a file of several has.
    package static func count(in root: HDF5Group) throws(StorageError) -> Int {
        try root.attributes.integer("reductions", in: 1...StoredNumbers.mostReductions)
    }

    /// The reduction of a file that holds one only, with the scatter of the rows of its fit
    /// `[columns (columns + 1) / 2]`: its triangle row by row, nil where it was not kept.
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

/// Writes such a file in two steps: the scatter, where it is kept, is as large as the fit itself and goes first.
public final class ReductionWriter {
    private let output: AtomicOutput
    private let file: HDF5File

    public init(path: String) throws(StorageError) {
        output = try AtomicOutput(path)
        file = try HDF5File.create(output.temporaryPath, reportedAs: path)
    }

    /// Writes the triangle of the scatter of `columns` columns; `row` gives the elements up to the diagonal.
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

    /// Completes the file, with one reduction or several.
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
