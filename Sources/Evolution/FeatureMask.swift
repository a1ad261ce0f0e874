import Matrices

/// A choice of columns of a features matrix: at least one, each at most once, in ascending order.
public struct FeatureMask: Sendable, Hashable {
    /// The chosen columns: ascending, unique, below `sourceWidth`.
    public let indices: [UInt32]
    /// The number of columns of the matrices that the mask is for.
    public let sourceWidth: Int

    /// Makes a mask of these columns, given in any order.
    ///
    /// - Parameters:
    ///   - indices: the chosen columns, counted from 0.
    ///   - sourceWidth: the number of columns of the matrices that the mask is for.
    /// - Throws: `EvolutionError` if there are no columns, one is named twice, or one is not below `sourceWidth`.
    public init(indices: some Sequence<Int>, sourceWidth: Int) throws(EvolutionError) {
        let sorted = indices.sorted()
        guard let first = sorted.first, let last = sorted.last else { throw .emptyMask(sourceWidth: sourceWidth) }
        if first < 0 { throw .indexOutOfRange(index: first, sourceWidth: sourceWidth) }
        if last >= sourceWidth { throw .indexOutOfRange(index: last, sourceWidth: sourceWidth) }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one == next { throw .duplicateIndex(one) }
        self.indices = sorted.map(UInt32.init)
        self.sourceWidth = sourceWidth
    }

    /// Makes a mask of the columns whose value is true.
    ///
    /// - Parameter booleans: one value per column of the source.
    /// - Throws: `EvolutionError.emptyMask` if no value is true.
    public init(booleans: [Bool]) throws(EvolutionError) {
        try self.init(indices: booleans.indices.filter { booleans[$0] }, sourceWidth: booleans.count)
    }

    /// The number of chosen columns.
    public var count: Int { indices.count }

    /// The chosen columns as array indices.
    public var columns: [Int] { indices.map(Int.init) }

    /// One value per column of the source: whether it is chosen.
    public var booleans: [Bool] {
        var booleans = [Bool](repeating: false, count: sourceWidth)
        for index in indices { booleans[Int(index)] = true }
        return booleans
    }

    /// The number of columns that both masks choose.
    ///
    /// Cost: one pass over both masks.
    public func overlap(with other: FeatureMask) -> Int {
        var (mine, theirs, common) = (0, 0, 0)
        while mine < indices.count && theirs < other.indices.count {
            if indices[mine] == other.indices[theirs] {
                common += 1
                mine += 1
                theirs += 1
            } else if indices[mine] < other.indices[theirs] {
                mine += 1
            } else {
                theirs += 1
            }
        }
        return common
    }

    /// The chosen columns of a matrix.
    ///
    /// - Parameter matrix: `[rows, sourceWidth]`.
    /// - Returns: `[rows, count]`.
    /// - Throws: `EvolutionError.columnCount` if the matrix has another width.
    public func project(_ matrix: Matrix) throws(EvolutionError) -> Matrix {
        guard matrix.columns == sourceWidth else {
            throw .columnCount(found: matrix.columns, expected: sourceWidth)
        }
        return matrix.selecting(columns: columns)
    }
}

extension FeatureMask: Codable {
    private enum CodingKeys: CodingKey { case indices, sourceWidth }

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            indices: container.decode([Int].self, forKey: .indices),
            sourceWidth: container.decode(Int.self, forKey: .sourceWidth))
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(indices, forKey: .indices)
        try container.encode(sourceWidth, forKey: .sourceWidth)
    }
}
