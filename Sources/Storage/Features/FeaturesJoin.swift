import Matrices

/// Several features files of the same photographs, side by side.
///
/// Rows follow the first file; columns are the files' columns in the order given. Only the files' rows are read at
/// first, so that joined features may be larger than memory and be read in pieces.
public struct FeaturesJoin: Sendable {
    public let files: [FeaturesFile]
    /// The rows of the first file.
    public let rows: FeaturesRows
    public let blocks: [ColumnBlock]
    /// For each file, the row that holds each joined row; nil where the order is the first file's.
    private let order: [[Int]?]

    /// The number of photographs.
    public var count: Int { rows.paths.count }
    /// The number of joined columns.
    public var columns: Int { blocks.reduce(0) { $0 + $1.width } }

    /// Opens the files at `paths`, of which there is at least one.
    ///
    /// Throws unless all describe the same set of photographs with the same labels, and the same ratings and parts where
    /// two files have them; and when a file is given twice, under whatever names.
    public static func open(_ paths: [String]) throws(StorageError) -> FeaturesJoin {
        for (index, path) in paths.enumerated() {
            guard let identity = FileIdentity(path) else { continue }
            if let earlier = paths[..<index].first(where: { FileIdentity($0) == identity }) {
                throw .sameFileTwice(first: earlier, second: path)
            }
        }
        var files: [FeaturesFile] = []
        for path in paths { files.append(try FeaturesFile.open(path)) }
        return try FeaturesJoin(files)
    }

    public init(_ files: [FeaturesFile]) throws(StorageError) {
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

    /// What the first file that has any says of the joined rows.
    private static func known<Fact>(
        _ facts: (FeaturesRows) -> [Fact]?, of files: [FeaturesFile], order: [[Int]?]
    ) -> [Fact]? {
        for (file, rows) in zip(files, order) {
            guard let facts = facts(file.rows) else { continue }
            return rows.map { $0.map { facts[$0] } } ?? facts
        }
        return nil
    }

    /// The row of `file` for each row of `first`; nil where they are the same.
    private static func match(_ file: FeaturesFile, to first: FeaturesFile) throws(StorageError) -> [Int]? {
        let (wanted, found) = (first.rows.keys, file.rows.keys)
        if found == wanted { return nil }
        let rowOfKey = Dictionary(zip(found, 0...), uniquingKeysWith: { earlier, _ in earlier })
        let missing = wanted.filter { rowOfKey[$0] == nil }
        let known = Set(wanted)
        let surplus = found.filter { !known.contains($0) }
        if let example = missing.first ?? surplus.first {
            throw .differentPhotographs(
                first: first.path, second: file.path, onlyInFirst: missing.count, onlyInSecond: surplus.count,
                example: example.description)
        }
        return wanted.compactMap { rowOfKey[$0] }
    }

    private static func requireSameTruth(
        _ file: FeaturesFile, _ first: FeaturesFile, order: [Int]?
    ) throws(StorageError) {
        for row in 0..<first.count {
            let other = order?[row] ?? row
            let photograph = first.rows.paths[row]
            guard file.rows.labels[other] == first.rows.labels[row] else {
                throw .differentTruth(first: first.path, second: file.path, photograph: photograph, what: "label")
            }
            if let parts = first.rows.splits, let others = file.rows.splits, parts[row] != others[other] {
                throw .differentTruth(first: first.path, second: file.path, photograph: photograph, what: "part of the split")
            }
            if let means = first.rows.means, let others = file.rows.means,
                means.scale != others.scale || means.values[row] != others.values[other]
            {
                throw .differentTruth(first: first.path, second: file.path, photograph: photograph, what: "mean score")
            }
            guard let scores = first.rows.scores, let others = file.rows.scores else { continue }
            guard scores.row(row).elementsEqual(others.row(other)) else {
                throw .differentTruth(first: first.path, second: file.path, photograph: photograph, what: "ratings")
            }
        }
    }

    private init(files: [FeaturesFile], rows: FeaturesRows, blocks: [ColumnBlock], order: [[Int]?]) {
        self.files = files
        self.rows = rows
        self.blocks = blocks
        self.order = order
    }

    /// Some of the rows, in the order given, as if the files had no others.
    public func selecting(rows selected: [Int]) -> FeaturesJoin {
        FeaturesJoin(
            files: files, rows: rows.selecting(rows: selected), blocks: blocks,
            order: order.map { order in selected.map { order?[$0] ?? $0 } })
    }

    /// The same with other labels, one a row.
    public func labelled(_ labels: [Int8]) -> FeaturesJoin {
        var rows = rows
        rows.labels = labels
        return FeaturesJoin(files: files, rows: rows, blocks: blocks, order: order)
    }

    /// Each file alone, with these rows in the order in which it holds them.
    public func apart() throws(StorageError) -> [FeaturesJoin] {
        var joins: [FeaturesJoin] = []
        for (file, order) in zip(files, order) {
            let join = try FeaturesJoin([file])
            joins.append(order.map { join.selecting(rows: $0.sorted()) } ?? join)
        }
        return joins
    }

    /// All joined features, `[images, columns]`. Memory: the result and a few megabytes.
    public func readMatrix() throws(StorageError) -> Matrix {
        try read(rows: 0..<count)
    }

    /// Some joined rows, `[range.count, columns]`. Throws when a feature is not finite.
    public func read(rows range: Range<Int>) throws(StorageError) -> Matrix {
        try MemoryBudget.require(rows: range.count, columns: columns, file: files[0].path)
        var matrix = Matrix(rows: range.count, columns: columns)
        let width = columns
        try matrix.fill { buffer throws(StorageError) in
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

    /// Reads rows that lie elsewhere in `file`: in the order of the file and in runs of neighbours, so that each chunk
    /// is read once, and sets each row where it belongs.
    private static func gather(
        _ file: FeaturesFile, _ sources: ArraySlice<Int>, into buffer: UnsafeMutableBufferPointer<Float>,
        bufferColumns: Int, firstColumn: Int
    ) throws(StorageError) {
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
