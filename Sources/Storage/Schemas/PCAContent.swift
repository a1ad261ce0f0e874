import Matrices

/// A fitted principal component analysis: what a photograph's features are projected by.
public struct PCAContent: Sendable, Equatable {
    /// `[columns]`.
    public var mean: [Double]
    /// The components as rows `[k, columns]`, largest variance first.
    public var components: Matrix
    /// `[k]`, with divisor `samples - 1`.
    public var explainedVariance: [Double]
    /// `[k]`, parts of the variance of all columns.
    public var explainedVarianceRatio: [Double]
    /// `[k]`.
    public var singularValues: [Double]
    /// Whether projections are divided by the square root of their variance.
    public var whiten: Bool
    /// The number of photographs that it was fitted on.
    public var samples: Int
    /// Whose columns the `columns` are.
    public var blocks: [ColumnBlock]
    /// The configuration of each block's extractor, JSON that storage does not look into.
    public var extractors: [String]
    /// The variances in all directions that were computed, descending; empty where they are not known.
    public var scree: [Double]
    /// How it was fitted, JSON that storage does not look into; nil in files that do not say.
    public var method: String?

    public init(
        mean: [Double], components: Matrix, explainedVariance: [Double], explainedVarianceRatio: [Double],
        singularValues: [Double], whiten: Bool, samples: Int, blocks: [ColumnBlock], extractors: [String],
        scree: [Double] = [], method: String? = nil
    ) {
        self.mean = mean
        self.components = components
        self.explainedVariance = explainedVariance
        self.explainedVarianceRatio = explainedVarianceRatio
        self.singularValues = singularValues
        self.whiten = whiten
        self.samples = samples
        self.blocks = blocks
        self.extractors = extractors
        self.scree = scree
        self.method = method
    }

    /// Writes the datasets and attributes into `group`, which is a file's root or a part of a classifier's file.
    func write(to group: HDF5Group) throws(StorageError) {
        try group.write("mean", mean)
        try group.write("components", components)
        try group.write("explained_variance", explainedVariance)
        try group.write("explained_variance_ratio", explainedVarianceRatio)
        try group.write("singular_values", singularValues)
        let attributes = group.attributes
        try attributes.set("whiten", whiten ? 1 : 0)
        try attributes.set("samples", samples)
        try attributes.set("blocks", try JSONText.encode(blocks, group.place.attribute("blocks")))
        try attributes.set("extractors", extractors)
        if !scree.isEmpty { try group.write("scree", scree) }
        if let method { try attributes.set("method", method) }
    }

    init(readingFrom group: HDF5Group) throws(StorageError) {
        components = try group.dataset("components").readMatrix()
        mean = try group.doubles("mean", count: components.columns)
        explainedVariance = try group.doubles("explained_variance", count: components.rows)
        explainedVarianceRatio = try group.doubles("explained_variance_ratio", count: components.rows)
        singularValues = try group.doubles("singular_values", count: components.rows)
        let attributes = group.attributes
        whiten = try attributes.integer("whiten") != 0
        samples = try attributes.integer("samples")
        blocks = try JSONText.decode(
            [ColumnBlock].self, try attributes.text("blocks"), group.place.attribute("blocks"))
        extractors = try attributes.texts("extractors")
        scree = try group.contains("scree") ? try group.dataset("scree").read(Double.self) : []
        method = try attributes.optionalText("method")
        guard blocks.reduce(0, { $0 + $1.width }) == components.columns else {
            throw group.invalid("blocks", "their widths do not add up to \(components.columns) columns")
        }
        guard mean.allSatisfy(\.isFinite), components.firstNonFinite() == nil else {
            throw group.invalid("components", "there are numbers that are not finite")
        }
    }
}

/// A file of kind `pca/1`.
public enum PCAFile {
    public static func write(_ content: PCAContent, provenance: Provenance, to path: String) throws(StorageError) {
        try PCAWriter(path: path).finish(content, provenance: provenance)
    }

    public static func read(_ path: String) throws(StorageError) -> PCAContent {
        let root = try HDF5File.open(path).root
        try Schema.pca.require(in: root)
        return try PCAContent(readingFrom: root)
    }

    /// The scatter of the rows of the fit, `[columns (columns + 1) / 2]`: its triangle row by row. Nil where it was not
    /// kept.
    public static func readScatter(_ path: String) throws(StorageError) -> [Double]? {
        let root = try HDF5File.open(path).root
        try Schema.pca.require(in: root)
        guard try root.contains("scatter") else { return nil }
        let columns = try root.dataset("mean").shape.first ?? 0
        return try root.doubles("scatter", count: columns * (columns + 1) / 2)
    }
}

/// Writes a file of kind `pca/1` in two steps: the scatter, where it is kept, is as large as the fit itself and goes
/// first.
public final class PCAWriter {
    private let output: AtomicOutput
    private let file: HDF5File

    public init(path: String) throws(StorageError) {
        output = try AtomicOutput(path)
        file = try HDF5File.create(output.temporaryPath, reportedAs: path)
        try Schema.pca.write(to: file.root)
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

    /// Completes the file.
    public func finish(_ content: PCAContent, provenance: Provenance) throws(StorageError) {
        try content.write(to: file.root)
        try provenance.write(to: file.root)
        try file.close()
        try output.commit()
    }
}
