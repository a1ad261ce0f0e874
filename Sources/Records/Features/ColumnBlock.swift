/// Neighbouring columns that came from one extractor.
public struct ColumnBlock: Sendable, Codable, Equatable {
    /// The name of the extractor.
    public var extractor: String
    /// The first column, counted from 0.
    public var firstColumn: Int
    /// The number of columns, at least 1.
    public var width: Int

    /// A block.
    ///
    /// - Parameters:
    ///   - extractor: the name of the extractor.
    ///   - firstColumn: the first column, counted from 0.
    ///   - width: the number of columns.
    public init(extractor: String, firstColumn: Int, width: Int) {
        self.extractor = extractor
        self.firstColumn = firstColumn
        self.width = width
    }

    /// Blocks side by side; the first one begins at column 0.
    ///
    /// - Parameter parts: the extractor and the number of columns of each block.
    public static func sideBySide(_ parts: [(extractor: String, width: Int)]) -> [ColumnBlock] {
        var firstColumn = 0
        return parts.map { part in
            defer { firstColumn += part.width }
            return ColumnBlock(extractor: part.extractor, firstColumn: firstColumn, width: part.width)
        }
    }
}
