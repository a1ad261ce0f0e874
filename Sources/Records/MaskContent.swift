import Files
import HDF5

/// The columns that a search kept.
public struct MaskContent: Sendable, Equatable {
    /// The source columns that were kept, ascending, each once.
    public var indices: [UInt32]
    /// The number of columns to choose from.
    public var sourceColumns: Int
    /// The extractor of each source column.
    public var blocks: [ColumnBlock]
    /// The fitness that the search reached, in [0, 1] or as it is defined.
    public var fitness: Double
    /// How the search went, sorted by name.
    public var history: [HistorySeries]
    /// Which photographs the fitness was measured on; nil if the file does not say.
    public var fitnessSplit: String?
    /// How good the columns are on photographs that the choice never saw; nil if there were none.
    public var test: Test?

    /// The masks of a search with several objectives that no other mask dominates; empty if accuracy was the only
    /// objective.
    public var front: [FrontMember] = []

    /// A mask that no other mask of a search dominates.
    public struct FrontMember: Sendable, Equatable {
        /// The source columns of the mask, ascending, each once.
        public var indices: [UInt32]
        /// The accuracy, in [0, 1].
        public var accuracy: Double
        /// The billions of operations for extracting its columns from one photograph; nil if that was not an objective.
        public var cost: Double?

        /// A mask of the front.
        ///
        /// - Parameters:
        ///   - indices: the source columns, ascending, each once.
        ///   - accuracy: the accuracy, in [0, 1].
        ///   - cost: billions of operations for one photograph; nil if that was not an objective.
        public init(indices: [UInt32], accuracy: Double, cost: Double?) {
            self.indices = indices
            self.accuracy = accuracy
            self.cost = cost
        }
    }

    /// The accuracy on a test part.
    public struct Test: Sendable, Equatable {
        /// The accuracy, in [0, 1].
        public var accuracy: Double
        /// The number of photographs of the test part.
        public var photographs: Int

        /// A measurement.
        ///
        /// - Parameters:
        ///   - accuracy: the accuracy, in [0, 1].
        ///   - photographs: the number of photographs of the test part.
        public init(accuracy: Double, photographs: Int) {
            self.accuracy = accuracy
            self.photographs = photographs
        }
    }

    /// The result of a search.
    ///
    /// - Parameters:
    ///   - indices: the source columns that were kept, ascending, each once.
    ///   - sourceColumns: the number of columns to choose from.
    ///   - blocks: the extractor of each source column.
    ///   - fitness: the fitness that the search reached.
    ///   - history: how the search went.
    ///   - fitnessSplit: which photographs the fitness was measured on.
    ///   - test: how good the columns are on photographs that the choice never saw.
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

/// A file of kind `mask/1`.
///
/// It holds `/indices` uint32, `/blocks/extractors`, `/blocks/first_columns`, `/blocks/widths`, `/history/*`, the
/// attributes `source_columns` and `fitness`, and after a search `fitness_split`, `test_accuracy` and `test_photographs`.
/// With several objectives it also holds `/front/indices` uint32, mask after mask, `/front/counts`, `/front/accuracies` and
/// `/front/costs`.
public enum MaskFile {
    /// Writes a mask.
    ///
    /// - Parameters:
    ///   - content: the mask.
    ///   - provenance: how it was made.
    ///   - path: the file, which is replaced if it exists.
    /// - Throws: `StorageError.cannotWrite`.
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

    /// Reads a mask.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.invalidContent` unless indices ascend within the source columns and all numbers are in
    ///   range.
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
        // One by one, because the sum of damaged counts may overflow.
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

    /// Column indices, which must ascend without repetition and be below `sourceColumns`.
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
