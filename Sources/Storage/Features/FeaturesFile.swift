import Matrices

/// An open features file: everything about its rows, and the features themselves to be read in pieces.
///
/// Layout (`features/1`): `/features` float32 `[images, columns]`, `/paths`, `/labels` int8, `/scores` float32
/// `[images, bins]` where there are ratings, `/means` float64 where there are mean scores, `/groups` where there are
/// groups, `/splits` where there are parts, `/perturbations` where there are perturbed copies of photographs,
/// `/skipped/paths`, `/skipped/reasons`; header, provenance and how photographs were read are root attributes.
public struct FeaturesFile: Sendable {
    public let path: String
    public let header: FeaturesHeader
    public let rows: FeaturesRows
    public let skipped: [SkippedPhotograph]
    public let provenance: Provenance
    /// Nil where the file does not say, as older ones do not.
    public let reading: ReadingCounts?
    /// The number of features of a photograph.
    public let columns: Int
    private let dataset: HDF5Dataset

    /// The number of photographs.
    public var count: Int { rows.paths.count }

    /// Opens a file and reads all of it but the features. Throws when the file is not as the layout says.
    public static func open(_ path: String) throws(StorageError) -> FeaturesFile {
        try FeaturesFile(readingFrom: try HDF5File.open(path).root)
    }

    private init(readingFrom root: HDF5Group) throws(StorageError) {
        try Schema.features.require(in: root)
        path = root.place.file
        header = try FeaturesHeader(readingFrom: root)
        provenance = try Provenance(readingFrom: root)
        dataset = try root.dataset("features")
        try dataset.requireRank(2, "[images, columns]")
        columns = dataset.shape[1]
        guard columns > 0 else {
            throw .wrongShape(file: path, object: "/features", found: dataset.shape, expected: "[images, columns] with columns")
        }
        try dataset.requireHeld(width: MemoryLayout<Float>.size)
        rows = try FeaturesRows(readingFrom: root, count: dataset.shape[0])
        reading = try ReadingCounts(readingFrom: root, rows: dataset.shape[0])
        let skippedPaths = try root.dataset("skipped/paths").readTexts()
        let reasons = try root.texts("skipped/reasons", count: skippedPaths.count)
        skipped = zip(skippedPaths, reasons).map { SkippedPhotograph(path: $0, reason: $1) }
    }

    /// All features, `[images, columns]`. Throws when one is not finite.
    public func readMatrix() throws(StorageError) -> Matrix {
        try read(rows: 0..<count)
    }

    /// The features of some rows, `[rows.count, columns]`. Throws when one is not finite.
    public func read(rows range: Range<Int>) throws(StorageError) -> Matrix {
        try MemoryBudget.require(rows: range.count, columns: columns, file: path)
        var matrix = Matrix(rows: range.count, columns: columns)
        try matrix.fill { buffer throws(StorageError) in
            try read(rows: range, into: buffer, bufferColumns: columns, firstColumn: 0)
        }
        return matrix
    }

    /// Reads some rows into columns `firstColumn..<firstColumn + columns` of a buffer `[rows.count, bufferColumns]`.
    ///
    /// Throws when a feature is not finite, with the path of its photograph.
    public func read(
        rows range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>, bufferColumns: Int,
        firstColumn: Int
    ) throws(StorageError) {
        try dataset.read(rows: range, into: buffer, bufferColumns: bufferColumns, firstColumn: firstColumn)
        for row in 0..<range.count {
            let start = row * bufferColumns + firstColumn
            let values = UnsafeBufferPointer(rebasing: buffer[start..<start + columns])
            if let column = Self.firstNonFinite(values) {
                throw .notFinite(file: path, photograph: rows.paths[range.lowerBound + row], column: column)
            }
        }
    }

    /// Throws when a feature is NaN or infinite; `matrix` holds the rows from `firstRow` on.
    public func requireFinite(_ matrix: Matrix, firstRow: Int = 0) throws(StorageError) {
        guard let (row, column) = matrix.firstNonFinite() else { return }
        throw .notFinite(file: path, photograph: rows.paths[firstRow + row], column: column)
    }

    /// Position of the first value with all exponent bits set; the whole row is looked at with integer maxima, which
    /// the compiler turns into vector code.
    private static func firstNonFinite(_ values: UnsafeBufferPointer<Float>) -> Int? {
        let exponent: UInt32 = 0x7F80_0000
        var largest: UInt32 = 0
        for value in values { largest = max(largest, value.bitPattern & exponent) }
        return largest == exponent ? values.firstIndex { !$0.isFinite } : nil
    }
}

extension FeaturesRows {
    init(readingFrom root: HDF5Group, count: Int) throws(StorageError) {
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
            throw .repeatedPhotograph(file: root.place.file, photograph: key.description)
        }
        if let divided = firstDivided(by: paths) {
            throw root.invalid("splits", "the rows of \(divided) are in two different parts")
        }
    }

    private static func splits(in root: HDF5Group, count: Int) throws(StorageError) -> [SplitPart?] {
        let texts = try root.texts("splits", count: count)
        let known = SplitPart.allCases.map(\.rawValue)
        if let other = texts.first(where: { !$0.isEmpty && !known.contains($0) }) {
            throw root.invalid("splits", "a part must be \(known.joined(separator: ", ")) or empty, got \"\(other)\" instead")
        }
        return texts.map { SplitPart(rawValue: $0) }
    }
}

extension FeaturesRows {
    /// Votes for more scores than anybody gives.
    private static let mostBins = 1000

    private static func readScores(_ root: HDF5Group, count: Int) throws(StorageError) -> Matrix {
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

extension Matrix {
    /// Lets `body` fill the elements.
    mutating func fill(_ body: (UnsafeMutableBufferPointer<Float>) throws(StorageError) -> Void) throws(StorageError) {
        let result = withUnsafeMutableBufferPointer { buffer in
            Result { () throws(StorageError) in try body(buffer) }
        }
        try result.get()
    }
}
