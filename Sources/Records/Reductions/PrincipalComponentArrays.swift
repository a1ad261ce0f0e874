import Files
import ForeignFormats
import Foundation
import Matrices

/// The arrays of a PCA fitted by scikit-learn, from its pickle or from an archive of arrays.
public struct PrincipalComponentArrays: Sendable {
    /// The mean of each column, `[columns]`.
    public let mean: [Double]
    /// The components as rows, `[k, columns]`.
    public let components: Matrix
    /// The variance of each component, `[k]`, finite and 0 or more.
    public let explainedVariance: [Double]
    /// The share of each component in the total variance, `[k]`; nil if the file does not say.
    public let explainedVarianceRatio: [Double]?
    /// The number of rows of the fit; nil if the file does not say.
    public let samples: Int?
    /// Whether projections are scaled to unit variance.
    public let whitens: Bool

    /// Reads a pickle or an `.npz` archive.
    ///
    /// An archive holds `mean`, `components`, `explained_variance` and optionally `explained_variance_ratio`, `samples` and
    /// `whiten`, with or without the `_` that scikit-learn puts at the end of names. Nothing in a pickle is run: the reader
    /// only builds arrays.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.invalidContent` with the reason if the file is not such a PCA.
    public static func read(_ path: String) throws(StorageError) -> PrincipalComponentArrays {
        let data = try InputPath.mapped(path)
        let kind = FileKind(of: path)
        switch kind {
        case .numPyArchive?, .zip?, .pickle?, .gzip?, nil: break
        case let other?:
            throw .otherFormat(path: path, found: other, expected: "a pickle or an archive (.npz) of a fitted PCA")
        }
        do {
            return try kind == .numPyArchive || kind == .zip ? reading(archive: data) : reading(pickle: data)
        } catch {
            throw .invalidContent(file: path, object: "the fitted PCA", problem: error.text)
        }
    }

    private static func reading(archive data: Data) throws(FormatProblem) -> PrincipalComponentArrays {
        let wanted = ["mean", "components", "explained_variance", "explained_variance_ratio", "samples", "n_samples", "whiten"]
        let arrays = try ArrayArchive.read(data, names: Set(wanted + wanted.map { $0 + "_" }))
        func array(_ name: String) -> NumPyArray? { arrays[name] ?? arrays[name + "_"] }
        func number(_ name: String) throws(FormatProblem) -> Double? {
            guard let array = array(name) else { return nil }
            guard let value = array.values(as: Double.self).first, array.shape.allSatisfy({ $0 == 1 }) else {
                throw FormatProblem("\(name) has shape \(array.shape), but one number was expected")
            }
            return value
        }
        let rows = try array("samples") == nil ? number("n_samples") : number("samples")
        let whitens = try number("whiten") ?? 0
        guard whitens == 0 || whitens == 1 else { throw FormatProblem("whiten is \(whitens), but 0 or 1 was expected") }
        return try PrincipalComponentArrays(
            array: array, samples: try samples(rows), whitens: whitens == 1)
    }

    private static func samples(_ number: Double?) throws(FormatProblem) -> Int? {
        guard let number else { return nil }
        guard let samples = Int(exactly: number), (0...StoredNumbers.mostPhotographs).contains(samples) else {
            throw FormatProblem("it was fitted on \(number) samples, but a whole number of 0 or more was expected")
        }
        return samples
    }

    private static func reading(pickle data: Data) throws(FormatProblem) -> PrincipalComponentArrays {
        let attributes = try PickleReader.attributes(in: data)
        func array(_ name: String) -> NumPyArray? {
            if case .array(let holder)? = attributes[name + "_"] { holder.array } else { nil }
        }
        var samples: Int?
        if case .integer(let count)? = attributes["n_samples_"] { samples = try Self.samples(Double(count)) }
        guard case .boolean(let whitens)? = attributes["whiten"] else {
            throw FormatProblem("it does not say whether it whitens (whiten)")
        }
        return try PrincipalComponentArrays(array: array, samples: samples, whitens: whitens)
    }

    private init(array: (String) -> NumPyArray?, samples: Int?, whitens: Bool) throws(FormatProblem) {
        func required(_ name: String, sides: Int) throws(FormatProblem) -> NumPyArray {
            guard let found = array(name) else { throw FormatProblem("it has no array \(name)") }
            guard found.shape.count == sides else {
                throw FormatProblem("\(name) has shape \(found.shape), but \(sides) sides were expected")
            }
            return found
        }
        let components = try required("components", sides: 2)
        let (count, columns) = (components.shape[0], components.shape[1])
        guard columns > 0, (1...columns).contains(count) else {
            throw FormatProblem(
                "components has shape \(components.shape); it must have at least one row and no more rows than columns")
        }
        let mean = try required("mean", sides: 1)
        let variance = try required("explained_variance", sides: 1)
        guard mean.shape == [columns], variance.shape == [count] else {
            throw FormatProblem(
                "components \(components.shape), mean \(mean.shape) and explained_variance \(variance.shape) do not fit together")
        }
        let ratio = array("explained_variance_ratio")
        guard ratio.map({ $0.shape == [count] }) ?? true else {
            throw FormatProblem("explained_variance_ratio and components differ in number")
        }
        self.mean = mean.values()
        self.components = Matrix(rows: count, columns: columns, elements: components.values())
        explainedVariance = variance.values()
        explainedVarianceRatio = ratio?.values()
        self.samples = samples
        self.whitens = whitens
        guard self.mean.allSatisfy(\.isFinite), self.components.firstNonFinite() == nil,
            explainedVariance.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { throw FormatProblem("it holds numbers that are not finite, or variances below zero") }
        guard explainedVarianceRatio?.allSatisfy({ $0 >= 0 && $0 <= 1.001 }) ?? true else {
            throw FormatProblem("explained_variance_ratio holds numbers outside 0 to 1")
        }
        if whitens, let problem = StoredNumbers.problem(ofWhitening: explainedVariance) { throw FormatProblem(problem) }
    }
}

extension PCAContent {
    /// Writes an `.npz` archive that `numpy.load` and `PrincipalComponentArrays` read.
    ///
    /// - Parameter path: the file, which is replaced if it exists.
    /// - Throws: `StorageError.cannotWrite`.
    public func export(to path: String) throws(StorageError) {
        var entries: [(name: String, npy: Data)] = []
        let shape = [components.rows, components.columns]
        components.withUnsafeBufferPointer {
            entries.append(
                ("components", NumPyArray.npy(UnsafeRawBufferPointer($0), element: .float32, shape: shape)))
        }
        mixing?.withUnsafeBufferPointer {
            entries.append(("mixing", NumPyArray.npy(UnsafeRawBufferPointer($0), element: .float32, shape: shape)))
        }
        let vectors = [
            ("mean", mean), ("explained_variance", explainedVariance),
            ("explained_variance_ratio", explainedVarianceRatio), ("singular_values", singularValues),
        ]
        for (name, values) in vectors where !values.isEmpty {
            values.withUnsafeBytes { entries.append((name, NumPyArray.npy($0, element: .float64, shape: [values.count]))) }
        }
        withUnsafeBytes(of: Int64(samples)) {
            entries.append(("samples", NumPyArray.npy($0, element: .int64, shape: [1])))
        }
        withUnsafeBytes(of: whiten ? UInt8(1) : 0) {
            entries.append(("whiten", NumPyArray.npy($0, element: .boolean, shape: [1])))
        }
        try ArrayArchive.write(entries, to: path)
    }
}
