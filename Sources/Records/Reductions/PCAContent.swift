import Files
import HDF5
import Matrices

/// A fitted analysis into principal or independent components, by which the features of a photograph are projected.
public struct PCAContent: Sendable, Equatable {
    /// The mean of each column, `[columns]`.
    public var mean: [Double]
    /// The components as rows `[k, columns]`, largest variance first.
    ///
    /// For independent components these are the rows that features less their mean are multiplied by.
    public var components: Matrix
    /// For independent components `[k, columns]`: what each adds to the features when it is 1.
    ///
    /// Nil for principal components, whose `components` say that as well.
    public var mixing: Matrix?
    /// The variance of each component, `[k]`, with the divisor `samples - 1`.
    public var explainedVariance: [Double]
    /// The share of each component in the variance of all columns, `[k]`.
    public var explainedVarianceRatio: [Double]
    /// The singular values, `[k]`; empty for independent components.
    public var singularValues: [Double]
    /// Whether projections are divided by the square root of their variance.
    public var whiten: Bool
    /// The number of photographs of the fit.
    public var samples: Int
    /// The extractor of each column.
    public var blocks: [ColumnBlock]
    /// The configuration of each block's extractor, as JSON that storage does not interpret.
    public var extractors: [String]
    /// The variances in all directions that were computed, descending; empty if they are not known.
    public var scree: [Double]
    /// How it was fitted, as JSON that storage does not interpret; nil if the file does not say.
    public var method: String?

    /// A fitted analysis.
    ///
    /// - Parameters:
    ///   - mean: `[columns]`.
    ///   - components: `[k, columns]`.
    ///   - mixing: `[k, columns]` for independent components, nil for principal ones.
    ///   - explainedVariance: `[k]`.
    ///   - explainedVarianceRatio: `[k]`.
    ///   - singularValues: `[k]`, or empty for independent components.
    ///   - whiten: whether projections are divided by the square root of their variance.
    ///   - samples: the number of photographs of the fit.
    ///   - blocks: the extractor of each column.
    ///   - extractors: the configuration of each block's extractor, as JSON.
    ///   - scree: the variances in all directions that were computed.
    ///   - method: how it was fitted, as JSON.
    public init(
        mean: [Double], components: Matrix, mixing: Matrix? = nil, explainedVariance: [Double],
        explainedVarianceRatio: [Double], singularValues: [Double], whiten: Bool, samples: Int, blocks: [ColumnBlock],
        extractors: [String],
        scree: [Double] = [], method: String? = nil
    ) {
        self.mean = mean
        self.components = components
        self.mixing = mixing
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

    /// The approximate size in memory, in bytes.
    public var bytes: Int { 4 * (components.elements.count + (mixing?.elements.count ?? 0)) + 8 * mean.count }

    /// Writes the datasets and attributes into `group`, which is the root of a file or a part of a classifier's file.
    func write(to group: HDF5Group) throws(StorageError) {
        try group.write("mean", mean)
        try group.write("components", components)
        try group.write("explained_variance", explainedVariance)
        try group.write("explained_variance_ratio", explainedVarianceRatio)
        if let mixing {
            try group.write("mixing", mixing)
        } else {
            try group.write("singular_values", singularValues)
        }
        let attributes = group.attributes
        try attributes.set("whiten", whiten ? 1 : 0)
        try attributes.set("samples", samples)
        try attributes.setJSON("blocks", blocks)
        try attributes.set("extractors", extractors)
        if !scree.isEmpty { try group.write("scree", scree) }
        if let method { try attributes.set("method", method) }
    }

    init(readingFrom group: HDF5Group) throws(StorageError) {
        components = try group.dataset("components").readMatrix()
        mean = try group.doubles("mean", count: components.columns)
        explainedVariance = try group.doubles("explained_variance", count: components.rows)
        explainedVarianceRatio = try group.doubles("explained_variance_ratio", count: components.rows)
        mixing = try group.contains("mixing") ? try group.dataset("mixing").readMatrix() : nil
        singularValues = mixing == nil ? try group.doubles("singular_values", count: components.rows) : []
        let attributes = group.attributes
        whiten = try attributes.integer("whiten") != 0
        samples = try attributes.integer("samples", in: 0...StoredNumbers.mostPhotographs)
        blocks = try attributes.json("blocks", as: [ColumnBlock].self)
        extractors = try attributes.texts("extractors")
        scree = try group.contains("scree") ? try group.dataset("scree").read(Double.self) : []
        method = try attributes.optionalText("method")
        try requireConsistent(in: group)
    }

    private func requireConsistent(in group: HDF5Group) throws(StorageError) {
        if let problem = StoredNumbers.problem(of: blocks, columns: components.columns) { throw group.invalid("blocks", problem) }
        guard (1...max(1, components.columns)).contains(components.rows) else {
            throw group.invalid("components", "there are \(components.rows) components for \(components.columns) columns")
        }
        if let mixing, mixing.rows != components.rows || mixing.columns != components.columns {
            throw group.invalid("mixing", "its shape differs from that of the components")
        }
        guard mean.allSatisfy(\.isFinite), components.firstNonFinite() == nil, mixing?.firstNonFinite() == nil else {
            throw group.invalid("components", "some numbers are not finite")
        }
        guard explainedVariance.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw group.invalid("explained_variance", "variances must be finite and not below zero")
        }
        if whiten, let problem = StoredNumbers.problem(ofWhitening: explainedVariance) {
            throw group.invalid("explained_variance", problem)
        }
    }
}
