import Storage

/// A mask file, checked against the columns that it is to choose from.
public struct ColumnMask {
    public let path: String
    public let columns: [Int]

    /// Throws `PipelineError` when the mask was evolved on other columns.
    public init(path: String, for source: SourceFeatures) throws {
        let content = try MaskFile.read(path)
        guard content.sourceColumns == source.join.columns else {
            throw PipelineError.maskColumns(mask: path, found: content.sourceColumns, expected: source.join.columns)
        }
        guard content.blocks == source.join.blocks else {
            throw PipelineError.maskBlocks(
                mask: path, found: content.blocks.map(\.extractor), expected: source.join.blocks.map(\.extractor))
        }
        self.path = path
        columns = content.indices.map(Int.init)
    }
}
