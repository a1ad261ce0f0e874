import DataSets
import Files
import HDF5
import Matrices

/// An open features file: everything about its rows, and the features themselves, which are read in pieces.
///
/// Layout (`features/1`): `/features` float32 `[images, columns]`, `/paths`, `/labels` int8, and, if the data set has them,
/// `/scores` float32 `[images, bins]` for ratings, `/means` float64 for mean scores, `/groups`, `/splits` for parts and
/// `/perturbations` for perturbed copies of photographs; `/skipped/paths` and `/skipped/reasons`. The header, the
/// provenance and the way photographs were read are root attributes.
public struct FeaturesFile: Sendable {
    /// The path of the file.
    public let path: String
    /// How the features were computed.
    public let header: FeaturesHeader
    /// What is known about each photograph.
    public let rows: FeaturesRows
    /// The photographs without features, and why.
    public let skipped: [SkippedPhotograph]
    /// How the file was made.
    public let provenance: Provenance
    /// How the photographs were read; nil in older files, which do not say.
    public let reading: ReadingCounts?
    /// The number of features of each photograph.
    public let columns: Int
    private let dataset: HDF5Dataset

    /// The number of rows.
    public var count: Int { rows.paths.count }

    /// Opens a file and reads everything except the features.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`, also if the file does not have this layout; `RecordError.repeatedPhotograph`.
    public static func open(_ path: String) throws -> FeaturesFile {
        try FeaturesFile(readingFrom: try HDF5File.open(path).root)
    }

    private init(readingFrom root: HDF5Group) throws {
        try Schema.features.require(in: root)
        path = root.place.file
        header = try FeaturesHeader(readingFrom: root)
        provenance = try Provenance(readingFrom: root)
        dataset = try root.dataset("features")
        try dataset.requireRank(2, "[images, columns]")
        columns = dataset.shape[1]
        guard columns > 0 else {
            throw StorageError.wrongShape(
                file: path, object: "/features", found: dataset.shape, expected: "[images, columns] with columns")
        }
        try dataset.requireHeld(width: MemoryLayout<Float>.size)
        rows = try FeaturesRows(readingFrom: root, count: dataset.shape[0])
        reading = try ReadingCounts(readingFrom: root, rows: dataset.shape[0])
        let skippedPaths = try root.dataset("skipped/paths").readTexts()
        let reasons = try root.texts("skipped/reasons", count: skippedPaths.count)
        skipped = zip(skippedPaths, reasons).map { SkippedPhotograph(path: $0, reason: $1) }
    }

    /// Reads all features, `[images, columns]`.
    ///
    /// - Throws: `RecordError.notFinite` if a feature is not finite; `StorageError.cannotRead`, also if they do not fit into
    ///   the free memory.
    public func readMatrix() throws -> Matrix {
        try read(rows: 0..<count)
    }

    /// Reads the features of some rows, `[range.count, columns]`.
    ///
    /// - Parameter range: row numbers in `0..<count`.
    /// - Throws: `RecordError.notFinite` if a feature is not finite; `StorageError.cannotRead`, also if they do not fit into
    ///   the free memory.
    public func read(rows range: Range<Int>) throws -> Matrix {
        try MemoryBudget.require(rows: range.count, columns: columns, file: path)
        var matrix = Matrix(rows: range.count, columns: columns)
        try matrix.withUnsafeMutableBufferPointer { buffer in
            try read(rows: range, into: buffer, bufferColumns: columns, firstColumn: 0)
        }
        return matrix
    }

    /// Reads some rows into columns of a larger buffer.
    ///
    /// - Parameters:
    ///   - range: row numbers in `0..<count`.
    ///   - buffer: `[range.count, bufferColumns]`, row by row.
    ///   - bufferColumns: the number of columns of the buffer.
    ///   - firstColumn: the column of the buffer that receives the first feature.
    /// - Throws: `RecordError.notFinite`, with the path of the photograph, if a feature is not finite; `StorageError.cannotRead`.
    public func read(
        rows range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>, bufferColumns: Int,
        firstColumn: Int
    ) throws {
        try dataset.read(rows: range, into: buffer, bufferColumns: bufferColumns, firstColumn: firstColumn)
        for row in 0..<range.count {
            let start = row * bufferColumns + firstColumn
            let values = UnsafeBufferPointer(rebasing: buffer[start..<start + columns])
            if let column = Self.firstNonFinite(values) {
                throw RecordError.notFinite(file: path, photograph: rows.paths[range.lowerBound + row], column: column)
            }
        }
    }

    /// Requires features that were read elsewhere to be finite.
    ///
    /// - Parameters:
    ///   - matrix: rows of this file, `[rows, columns]`.
    ///   - firstRow: the number of the first of these rows.
    /// - Throws: `RecordError.notFinite`, with the path of the photograph.
    public func requireFinite(_ matrix: Matrix, firstRow: Int = 0) throws {
        guard let (row, column) = matrix.firstNonFinite() else { return }
        throw RecordError.notFinite(file: path, photograph: rows.paths[firstRow + row], column: column)
    }

    /// The position of the first value with all exponent bits set.
    ///
    /// The whole row is checked with integer maxima, which the compiler turns into vector code.
    private static func firstNonFinite(_ values: UnsafeBufferPointer<Float>) -> Int? {
        let exponent: UInt32 = 0x7F80_0000
        var largest: UInt32 = 0
        for value in values { largest = max(largest, value.bitPattern & exponent) }
        return largest == exponent ? values.firstIndex { !$0.isFinite } : nil
    }
}

extension FeaturesRows {
    init(readingFrom root: HDF5Group, count: Int) throws {
        paths = try root.texts("paths", count: count)
        let labels = try root.integers("labels", count: count)
        guard labels.allSatisfy({ $0 >= -1 && $0 <= 1 }) else {
            throw root.invalid("labels", "labels must be 1 (aesthetic), 0 (not aesthetic) or -1 (unknown)")
        }
        self.labels = labels.map { Int8($0) }
        scores = try root.contains("scores") ? try Self.readScores(root, count: count) : nil
        means = try MeanScores(readingFrom: root, count: count)
        groups = try root.contains("groups") ? try root.texts("groups", count: count) : nil
        splits = try root.contains("splits") ? try Self.splits(in: root, count: count) : nil
        perturbations = try root.contains("perturbations") ? try root.texts("perturbations", count: count) : nil
        digests = try root.contains("digests") ? try root.texts("digests", count: count) : nil
        sizes = nil
        if try root.contains("widths") {
            let widths: [UInt32] = try root.dataset("widths").read(), heights: [UInt32] = try root.dataset("heights").read()
            try root.requireEqualCounts("widths", widths.count, count)
            try root.requireEqualCounts("heights", heights.count, count)
            sizes = zip(widths, heights).map { PictureSize(width: $0, height: $1) }
        }
        var seen = Set<RowKey>(minimumCapacity: count)
        for key in keys where !seen.insert(key).inserted {
            throw RecordError.repeatedPhotograph(file: root.place.file, photograph: key.description)
        }
        if let divided = firstDivided(by: paths) {
            throw root.invalid("splits", "the rows of \(divided) are in two different parts")
        }
    }

    private static func splits(in root: HDF5Group, count: Int) throws -> [SplitPart?] {
        let texts = try root.texts("splits", count: count)
        let known = SplitPart.allCases.map(\.rawValue)
        if let other = texts.first(where: { !$0.isEmpty && !known.contains($0) }) {
            throw root.invalid("splits", "a part must be \(known.joined(separator: ", ")) or empty, got \"\(other)\" instead")
        }
        return texts.map { SplitPart(rawValue: $0) }
    }
}

extension FeaturesRows {
    /// More scores than any scale has.
    private static let mostBins = 1000

    private static func readScores(_ root: HDF5Group, count: Int) throws -> Matrix {
        let dataset = try root.dataset("scores")
        try dataset.requireRank(2, "[images, bins]")
        try root.requireEqualCounts("scores", dataset.shape[0], count)
        guard (1...mostBins).contains(dataset.shape[1]) else {
            throw root.invalid("scores", "it has votes for \(dataset.shape[1]) scores, but 1 to \(mostBins) are expected")
        }
        let scores = try dataset.readMatrix()
        guard scores.elements.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw root.invalid("scores", "votes must be 0 or more")
        }
        return scores
    }
}
