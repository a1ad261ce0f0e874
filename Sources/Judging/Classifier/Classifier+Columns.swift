import Inference
import Learning

extension Classifier {
    /// Checks that the classifier's input is all columns of these features, in their order.
    ///
    /// If the classifier does not say where its columns come from, only their number is compared.
    ///
    /// - Throws: `JudgingError.ratingsNotAttributed` for a classifier of ratings, `.classifierColumns` for other columns.
    public func requireColumns(of source: SourceFeatures) throws(JudgingError) {
        let isSame =
            pipeline.map { pipeline in
                content.application?.mask == nil && pipeline.extractors.count == source.extractors.count
                    && zip(pipeline.extractors, source.extractors).allSatisfy { $0.describesSameFeatures(as: $1) }
                    && content.application?.reductions == source.reductions
            } ?? true
        guard case .classes(.both) = prediction else { throw .ratingsNotAttributed(classifier: path) }
        guard isSame, network.inputs == source.join.columns else {
            let own = pipeline.map { $0.extractors.map(\.summary) } ?? ["unnamed features"]
            throw .classifierColumns(
                classifier: path, found: source.extractors.map(\.summary) + ["\(source.join.columns) columns"],
                expected: own + ["\(network.inputs) columns"])
        }
    }
}
