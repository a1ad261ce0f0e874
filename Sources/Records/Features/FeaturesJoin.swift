import Files
import Matrices

/// Several features files of the same photographs, side by side.
///
/// Rows follow the first file; columns are the files' columns in the order given. At first only the files' rows are read,
/// so that joined features may be larger than memory and are read in pieces.
public struct FeaturesJoin: Sendable {
    /// The files, in the order of their columns.
    public let files: [FeaturesFile]
    /// What is known about each photograph, in the order of the first file.
    public let rows: FeaturesRows
    /// The columns of each file.
    public let blocks: [ColumnBlock]
    /// For each file, the row that holds each joined row; nil if the order is the first file's.
    private let order: [[Int]?]

    /// The number of rows.
    public var count: Int { rows.paths.count }
    /// The number of joined columns.
    public var columns: Int { blocks.reduce(0) { $0 + $1.width } }

    /// Opens and joins files.
    ///
    /// - Parameter paths: the files, at least one.
    /// - Throws: `StorageError`; `RecordError` unless all files describe the same photographs with the same labels and,
    ///   if two files have them, the same ratings, mean scores and parts; `.sameFileTwice` if a file is given twice, under whatever name.
    public static func open(_ paths: [String]) throws -> FeaturesJoin {
        for (index, path) in paths.enumerated() {
            guard let identity = FileIdentity(path) else { continue }
            if let earlier = paths[..<index].first(where: { FileIdentity($0) == identity }) {
                throw RecordError.sameFileTwice(first: earlier, second: path)
            }
        }
        var files: [FeaturesFile] = []
        for path in paths { files.append(try FeaturesFile.open(path)) }
        return try FeaturesJoin(files)
    }

    /// Joins open files.
    ///
    /// - Parameter files: at least one. Traps if there are none.
    /// - Throws: `StorageError`; `RecordError` unless all files describe the same photographs with the same labels and,
    ///   if two files have them, the same ratings, mean scores and parts.
    public init(_ files: [FeaturesFile]) throws {
        precondition(!files.isEmpty, "there is nothing to join")
        let first = files[0]
        var order: [[Int]?] = []
        var scores = first.rows.scores
        var splits = first.rows.splits
        var means = first.rows.means
        for file in files {
            let rows = try Self.match(file, to: first)
            try Self.requireSameTruth(file, first, order: rows)
            order.append(rows)
            if scores == nil, let others = file.rows.scores {
                scores = rows.map { others.selecting(rows: $0) } ?? others
            }
            if means == nil, let others = file.rows.means {
                means = rows.map { others.selecting(rows: $0) } ?? others
            }
            if splits == nil, let others = file.rows.splits {
                splits = rows.map { rows in rows.map { others[$0] } } ?? others
            }
        }
        self.files = files
        self.order = order
        rows = FeaturesRows(
            paths: first.rows.paths, labels: first.rows.labels, scores: scores, means: means, groups: first.rows.groups,
            splits: splits, perturbations: first.rows.perturbations,
            digests: Self.known(\.digests, of: files, order: order),
            sizes: Self.known(\.sizes, of: files, order: order))
        blocks = ColumnBlock.sideBySide(files.map { ($0.header.extractor, $0.columns) })
    }

    /// The facts about the joined rows from the first file that has any.
    private static func known<Fact>(
        _ facts: (FeaturesRows) -> [Fact]?, of files: [FeaturesFile], order: [[Int]?]
    ) -> [Fact]? {
        for (file, rows) in zip(files, order) {
            guard let facts = facts(file.rows) else { continue }
            return rows.map { $0.map { facts[$0] } } ?? facts
        }
        return nil
    }

    /// The row of `file` for each row of `first`; nil if they are in the same order.
    private static func match(_ file: FeaturesFile, to first: FeaturesFile) throws -> [Int]? {
        let (wanted, found) = (first.rows.keys, file.rows.keys)
        if found == wanted { return nil }
        let rowOfKey = Dictionary(zip(found, 0...), uniquingKeysWith: { earlier, _ in earlier })
        let missing = wanted.filter { rowOfKey[$0] == nil }
        let known = Set(wanted)
        let surplus = found.filter { !known.contains($0) }
        if let example = missing.first ?? surplus.first {
            throw RecordError.differentPhotographs(
                first: first.path, second: file.path, onlyInFirst: missing.count, onlyInSecond: surplus.count,
                example: example.description)
        }
        return wanted.compactMap { rowOfKey[$0] }
    }

    private static func requireSameTruth(
        _ file: FeaturesFile, _ first: FeaturesFile, order: [Int]?
    ) throws {
        for row in 0..<first.count {
            let other = order?[row] ?? row
            let photograph = first.rows.paths[row]
            guard file.rows.labels[other] == first.rows.labels[row] else {
                throw RecordError.differentTruth(first: first.path, second: file.path, photograph: photograph, what: "label")
            }
            if let parts = first.rows.splits, let others = file.rows.splits, parts[row] != others[other] {
                throw RecordError.differentTruth(
                    first: first.path, second: file.path, photograph: photograph, what: "part of the split")
            }
            if let means = first.rows.means, let others = file.rows.means,
                means.scale != others.scale || means.values[row] != others.values[other]
            {
                throw RecordError.differentTruth(first: first.path, second: file.path, photograph: photograph, what: "mean score")
            }
            guard let scores = first.rows.scores, let others = file.rows.scores else { continue }
            guard scores.row(row).elementsEqual(others.row(other)) else {
                throw RecordError.differentTruth(first: first.path, second: file.path, photograph: photograph, what: "ratings")
            }
        }
    }

    private init(files: [FeaturesFile], rows: FeaturesRows, blocks: [ColumnBlock], order: [[Int]?]) {
        self.files = files
        self.rows = rows
        self.blocks = blocks
        self.order = order
    }

    /// Some of the rows, as if the files had no others.
    ///
    /// - Parameter selected: row numbers in `0..<count`, in the order wanted.
    public func selecting(rows selected: [Int]) -> FeaturesJoin {
        FeaturesJoin(
            files: files, rows: rows.selecting(rows: selected), blocks: blocks,
            order: order.map { order in selected.map { order?[$0] ?? $0 } })
    }

    /// The same rows with other labels.
    ///
    /// - Parameter labels: one label for each row: 1, 0 or -1.
    public func labelled(_ labels: [Int8]) -> FeaturesJoin {
        var rows = rows
        rows.labels = labels
        return FeaturesJoin(files: files, rows: rows, blocks: blocks, order: order)
    }

    /// Each file by itself, with these rows in the order in which the file holds them.
    ///
    /// - Throws: `StorageError` if a file cannot be read.
    public func apart() throws -> [FeaturesJoin] {
        var joins: [FeaturesJoin] = []
        for (file, order) in zip(files, order) {
            let join = try FeaturesJoin([file])
            joins.append(order.map { join.selecting(rows: $0.sorted()) } ?? join)
        }
        return joins
    }

    /// Reads all joined features, `[images, columns]`.
    ///
    /// Memory: the result and a few megabytes.
    ///
    /// - Throws: `RecordError.notFinite` if a feature is not finite; `StorageError.cannotRead`, also if they do not fit into
    ///   the free memory.
    public func readMatrix() throws -> Matrix {
        try read(rows: 0..<count)
    }

    /// Reads some joined rows, `[range.count, columns]`.
    ///
    /// - Parameter range: row numbers in `0..<count`.
    /// - Throws: `RecordError.notFinite` if a feature is not finite; `StorageError.cannotRead`, also if they do not fit into
    ///   the free memory.
    public func read(rows range: Range<Int>) throws -> Matrix {
        try MemoryBudget.require(rows: range.count, columns: columns, file: files[0].path)
        var matrix = Matrix(rows: range.count, columns: columns)
        let width = columns
        try matrix.withUnsafeMutableBufferPointer { buffer in
            for (index, file) in files.enumerated() {
                let firstColumn = blocks[index].firstColumn
                guard let order = order[index] else {
                    try file.read(rows: range, into: buffer, bufferColumns: width, firstColumn: firstColumn)
                    continue
                }
                try Self.gather(
                    file, order[range], into: buffer, bufferColumns: width, firstColumn: firstColumn)
            }
        }
        return matrix
    }

    /// Reads rows in the order of `file` and in runs of neighbours, so that each chunk is read once, and puts each row
    /// where it belongs.
    private static func gather(
        _ file: FeaturesFile, _ sources: ArraySlice<Int>, into buffer: UnsafeMutableBufferPointer<Float>,
        bufferColumns: Int, firstColumn: Int
    ) throws {
        let longestRun = max(1, (1 << 21) / max(1, file.columns))
        let sorted = sources.enumerated().sorted { $0.element < $1.element }
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, end - start < longestRun,
                sorted[end].element == sorted[end - 1].element + 1
            { end += 1 }
            let block = try file.read(rows: sorted[start].element..<sorted[end - 1].element + 1)
            for (offset, row) in sorted[start..<end].enumerated() {
                let target = row.offset * bufferColumns + firstColumn
                _ = UnsafeMutableBufferPointer(rebasing: buffer[target..<target + file.columns])
                    .update(from: block.row(offset))
            }
            start = end
        }
    }
}
