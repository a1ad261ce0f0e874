import Faults
import Inference
import Records

extension FeaturesFile {
    /// The extractors that made these features, in the order of the columns before any reduction.
    ///
    /// - Throws: `InferenceError.unreadableDescription`, with the file's name; `JudgingError.columnsContradict` if unreduced
    ///   features have another number of columns than the extractors.
    public func extractors() throws -> [ExtractorConfiguration] {
        let extractors = try FileFault.naming(path) { try ExtractorConfiguration.list(json: header.extractorJSON) }
        let described = extractors.reduce(0) { $0 + $1.columns }
        guard header.reductionJSON != nil || described == columns else {
            throw JudgingError.columnsContradict(file: path, described: described, found: columns)
        }
        return extractors
    }
}
