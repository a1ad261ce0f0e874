/// The columns that a search kept.
public struct MaskContent: Sendable, Equatable {
    /// Which of the source columns: ascending, each once.
    public var indices: [UInt32]
    /// The number of columns that were chosen from.
    public var sourceColumns: Int
    /// Whose columns those are.
    public var blocks: [ColumnBlock]
    /// What the search reached, in [0, 1] or as its fitness is defined.
    public var fitness: Double
    /// Sorted by name.
    public var history: [HistorySeries]
    /// Which photographs the fitness was measured on; nil where the file does not say.
    public var fitnessSplit: String?
    /// How good the columns are on photographs that the choice never saw, where there were some.
    public var test: Test?

    /// The masks of a search with several objectives that no other dominates; none where accuracy was the only one.
    public var front: [FrontMember] = []

    /// A mask, its accuracy in [0, 1], and the billions of operations that extracting its columns takes a photograph, where
    /// that was an objective.
    public struct FrontMember: Sendable, Equatable {
        public var indices: [UInt32]
        public var accuracy: Double
        public var cost: Double?

        public init(indices: [UInt32], accuracy: Double, cost: Double?) {
            self.indices = indices
            self.accuracy = accuracy
            self.cost = cost
        }
    }

    /// The accuracy, in [0, 1], on a test part.
    public struct Test: Sendable, Equatable {
        public var accuracy: Double
        public var photographs: Int

        public init(accuracy: Double, photographs: Int) {
            self.accuracy = accuracy
            self.photographs = photographs
        }
    }

    public init(
        indices: [UInt32], sourceColumns: Int, blocks: [ColumnBlock], fitness: Double, history: [HistorySeries],
        fitnessSplit: String? = nil, test: Test? = nil
    ) {
        self.indices = indices
        self.sourceColumns = sourceColumns
        self.blocks = blocks
        self.fitness = fitness
        self.history = history
        self.fitnessSplit = fitnessSplit
        self.test = test
    }
}

/// A file of kind `mask/1`: `/indices` uint32, `/blocks/extractors`, `/blocks/first_columns`, `/blocks/widths`,
/// `/history/*`, attributes `source_columns` and `fitness`, and of a search `fitness_split`, `test_accuracy`,
/// `test_photographs`; with several objectives `/front/indices` uint32, mask after mask, `/front/counts`,
/// `/front/accuracies` and `/front/costs`.
public enum MaskFile {
    public static func write(_ content: MaskContent, provenance: Provenance, to path: String) throws(StorageError) {
        try HDF5File.write(to: path) { root throws(StorageError) in
            try Schema.mask.write(to: root)
            try root.write("indices", content.indices)
            try root.writeBlocks(content.blocks)
            try root.writeHistory(content.history, into: "history")
            try root.attributes.set("source_columns", content.sourceColumns)
            try root.attributes.set("fitness", content.fitness)
            try root.writeFront(content.front)
            if let split = content.fitnessSplit { try root.attributes.set("fitness_split", split) }
            if let test = content.test {
                try root.attributes.set("test_accuracy", test.accuracy)
                try root.attributes.set("test_photographs", test.photographs)
            }
            try provenance.write(to: root)
        }
    }

    public static func read(_ path: String) throws(StorageError) -> MaskContent {
        let root = try HDF5File.open(path).root
        try Schema.mask.require(in: root)
        let sourceColumns = try root.attributes.integer("source_columns", in: 1...StoredNumbers.mostColumns)
        let blocks = try root.readBlocks()
        if let problem = StoredNumbers.problem(of: blocks, columns: sourceColumns) { throw root.invalid("blocks", problem) }
        var content = MaskContent(
            indices: try root.readMask("indices", sourceColumns: sourceColumns), sourceColumns: sourceColumns,
            blocks: blocks, fitness: try root.attributes.real("fitness"),
            history: try root.readHistory(from: "history"),
            fitnessSplit: try root.attributes.optionalText("fitness_split"), test: try readTest(root.attributes))
        content.front = try root.readFront(sourceColumns: sourceColumns)
        return content
    }

    private static func readTest(_ attributes: HDF5Attributes) throws(StorageError) -> MaskContent.Test? {
        guard try attributes.contains("test_accuracy") else { return nil }
        return MaskContent.Test(
            accuracy: try attributes.real("test_accuracy", in: 0...1),
            photographs: try attributes.integer("test_photographs", in: 0...StoredNumbers.mostPhotographs))
    }
}

extension HDF5Group {
    func writeBlocks(_ blocks: [ColumnBlock]) throws(StorageError) {
        try write("blocks/extractors", blocks.map(\.extractor))
        try write("blocks/first_columns", blocks.map { Int64($0.firstColumn) })
        try write("blocks/widths", blocks.map { Int64($0.width) })
    }

    func readBlocks() throws(StorageError) -> [ColumnBlock] {
        let extractors = try dataset("blocks/extractors").readTexts()
        let firstColumns = try integers("blocks/first_columns", count: extractors.count)
        let widths = try integers("blocks/widths", count: extractors.count)
        return extractors.indices.map {
            ColumnBlock(extractor: extractors[$0], firstColumn: firstColumns[$0], width: widths[$0])
        }
    }

    func writeFront(_ front: [MaskContent.FrontMember]) throws(StorageError) {
        if front.isEmpty { return }
        try write("front/indices", front.flatMap(\.indices))
        try write("front/counts", front.map { Int64($0.indices.count) })
        try write("front/accuracies", front.map(\.accuracy))
        let costs = front.compactMap(\.cost)
        if costs.count == front.count { try write("front/costs", costs) }
    }

    func readFront(sourceColumns: Int) throws(StorageError) -> [MaskContent.FrontMember] {
        guard try contains("front") else { return [] }
        let counts = try integers("front/counts")
        let accuracies = try doubles("front/accuracies", count: counts.count)
        let costs = try contains("front/costs") ? try doubles("front/costs", count: counts.count) : nil
        let indices = try integers("front/indices")
        // One by one: sums of damaged counts may be beyond any number.
        var rest = indices.count
        for count in counts { rest = 0...max(rest, 0) ~= count ? rest - count : -1 }
        guard rest == 0 else {
            throw invalid("front/counts", "they do not add up to the \(indices.count) entries of front/indices")
        }
        var first = 0
        var front: [MaskContent.FrontMember] = []
        for (position, count) in counts.enumerated() {
            let mask = Array(indices[first..<first + count])
            first += count
            front.append(
                .init(
                    indices: try maskIndices(mask, "front/indices", sourceColumns: sourceColumns),
                    accuracy: accuracies[position], cost: costs?[position]))
        }
        return front
    }

    func readMask(_ path: String, count: Int? = nil, sourceColumns: Int) throws(StorageError) -> [UInt32] {
        try maskIndices(try integers(path, count: count), path, sourceColumns: sourceColumns)
    }

    /// Column indices, which must ascend, each be there once, and lie below `sourceColumns`.
    private func maskIndices(_ indices: [Int], _ path: String, sourceColumns: Int) throws(StorageError) -> [UInt32] {
        guard let first = indices.first, let last = indices.last else {
            throw invalid(path, "no column is chosen")
        }
        guard zip(indices, indices.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw invalid(path, "indices must ascend, and none may appear twice")
        }
        guard first >= 0, last < sourceColumns, last <= Int(UInt32.max) else {
            throw invalid(path, "indices must lie in 0..<\(sourceColumns), got \(first) to \(last) instead")
        }
        return indices.map { UInt32($0) }
    }
}
