import Foundation
import Matrices

/// The arrays of a PCA that scikit-learn fitted, from its pickle or from an archive of arrays.
public struct PrincipalComponentArrays: Sendable {
    /// `[columns]`.
    public let mean: [Double]
    /// `[k, columns]`.
    public let components: Matrix
    /// `[k]`.
    public let explainedVariance: [Double]
    /// `[k]`; nil where the file does not say.
    public let explainedVarianceRatio: [Double]?
    /// Number of rows of the fit; nil where the file does not say.
    public let samples: Int?
    public let whitens: Bool

    /// Reads a pickle, or an `.npz` with `mean`, `components`, `explained_variance` and, where there are any,
    /// `explained_variance_ratio`, `samples` and `whiten`, with or without scikit-learn's `_` at the end of names.
    ///
    /// Of a pickle nothing is run: it is read by a reader that builds arrays only. Throws `StorageError`.
    public static func read(_ path: String) throws(StorageError) -> PrincipalComponentArrays {
        try InputPath.requireReadableFile(path)
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw .cannotOpen(path: path, reason: error.localizedDescription)
        }
        do {
            let isArchive = data.prefix(2).elementsEqual([0x50, 0x4B])
            return try isArchive ? reading(archive: data) : reading(pickle: data)
        } catch {
            throw .invalidContent(file: path, object: "the fitted PCA", problem: error.text)
        }
    }

    private static func reading(archive data: Data) throws(NumPyProblem) -> PrincipalComponentArrays {
        let arrays = try ArrayArchive.read(data)
        func array(_ name: String) -> NumPyArray? { arrays[name] ?? arrays[name + "_"] }
        func number(_ name: String) -> Double? { array(name)?.values(as: Double.self).first }
        return try PrincipalComponentArrays(
            array: array, samples: (number("samples") ?? number("n_samples")).map { Int($0) },
            whitens: number("whiten") == 1)
    }

    private static func reading(pickle data: Data) throws(NumPyProblem) -> PrincipalComponentArrays {
        let attributes = try PickleReader.attributes(in: data)
        func array(_ name: String) -> NumPyArray? {
            if case .array(let holder)? = attributes[name + "_"] { holder.array } else { nil }
        }
        var samples: Int?
        if case .integer(let count)? = attributes["n_samples_"] { samples = count }
        guard case .boolean(let whitens)? = attributes["whiten"] else {
            throw NumPyProblem("it does not say whether it whitens (whiten)")
        }
        return try PrincipalComponentArrays(array: array, samples: samples, whitens: whitens)
    }

    private init(array: (String) -> NumPyArray?, samples: Int?, whitens: Bool) throws(NumPyProblem) {
        func required(_ name: String, sides: Int) throws(NumPyProblem) -> NumPyArray {
            guard let found = array(name) else { throw NumPyProblem("it has no array \(name)") }
            guard found.shape.count == sides else {
                throw NumPyProblem("\(name) has shape \(found.shape), and \(sides) sides were expected")
            }
            return found
        }
        let components = try required("components", sides: 2)
        let (count, columns) = (components.shape[0], components.shape[1])
        let mean = try required("mean", sides: 1)
        let variance = try required("explained_variance", sides: 1)
        guard mean.shape == [columns], variance.shape == [count] else {
            throw NumPyProblem(
                "components \(components.shape), mean \(mean.shape) and explained_variance \(variance.shape) do not fit")
        }
        let ratio = array("explained_variance_ratio")
        guard ratio.map({ $0.shape == [count] }) ?? true else {
            throw NumPyProblem("explained_variance_ratio and components differ in number")
        }
        self.mean = mean.values()
        self.components = Matrix(rows: count, columns: columns, elements: components.values())
        explainedVariance = variance.values()
        explainedVarianceRatio = ratio?.values()
        self.samples = samples
        self.whitens = whitens
        guard self.mean.allSatisfy(\.isFinite), self.components.firstNonFinite() == nil,
            explainedVariance.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { throw NumPyProblem("it holds numbers that are not finite, or variances below zero") }
    }
}

extension PCAContent {
    /// Writes an `.npz` that `numpy.load` and `PrincipalComponentArrays` read. Throws `StorageError`.
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
