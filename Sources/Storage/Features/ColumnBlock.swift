/// Neighbouring columns that came from one extractor: says whose feature a column is.
public struct ColumnBlock: Sendable, Codable, Equatable {
    public var extractor: String
    public var firstColumn: Int
    /// How many columns.
    public var width: Int

    public init(extractor: String, firstColumn: Int, width: Int) {
        self.extractor = extractor
        self.firstColumn = firstColumn
        self.width = width
    }

    /// Blocks side by side, the first of them at column 0.
    public static func sideBySide(_ parts: [(extractor: String, width: Int)]) -> [ColumnBlock] {
        var firstColumn = 0
        return parts.map { part in
            defer { firstColumn += part.width }
            return ColumnBlock(extractor: part.extractor, firstColumn: firstColumn, width: part.width)
        }
    }
}
