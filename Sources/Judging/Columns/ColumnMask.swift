import Records

/// A mask file, checked against the columns that it chooses from.
public struct ColumnMask {
    /// The path of the mask file.
    public let path: String
    /// The chosen columns, in ascending order, counted from 0.
    public let columns: [Int]

    /// Reads a mask and checks that it was made for the columns of `source`.
    ///
    /// - Throws: `JudgingError.maskColumns` or `.maskBlocks` if it was made for other columns; `StorageError`.
    public init(path: String, for source: SourceFeatures) throws {
        let content = try MaskFile.read(path)
        guard content.sourceColumns == source.join.columns else {
            throw JudgingError.maskColumns(mask: path, found: content.sourceColumns, expected: source.join.columns)
        }
        guard content.blocks == source.join.blocks else {
            throw JudgingError.maskBlocks(
                mask: path, found: content.blocks.map(\.extractor), expected: source.join.blocks.map(\.extractor))
        }
        self.path = path
        columns = content.indices.map(Int.init)
    }
}
