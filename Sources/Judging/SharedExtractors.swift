import Faults
import Inference
import Networks

/// The extractors that classifiers need, each loaded once.
public struct SharedExtractors {
    /// The distinct extractors.
    public let extractors: [FeatureExtractor]
    /// For each classifier, the ranges of its raw columns among those of all extractors side by side.
    let columns: [[Range<Int>]]

    /// Loads the extractors that the classifiers need.
    ///
    /// Classifiers share an extractor if they need the same features in the same precision.
    ///
    /// - Parameters:
    ///   - classifiers: The classifiers.
    ///   - weights: The new paths of weight files that have moved, by the name of the network.
    ///   - threads: The number of processor threads.
    ///   - pictures: The expected number of photographs.
    ///   - cache: Where compiled networks are kept; nil for nowhere.
    /// - Throws: `JudgingError.unusedWeights` if `weights` names a network that is not used; `.notApplicable`; and what
    ///   `FeatureExtractor` throws.
    public init(
        _ classifiers: [Classifier], weights: [String: String], threads: Int, pictures: Int, cache: EngineCache?
    ) throws {
        let wanted = try classifiers.map { try $0.requiredPipeline().extractors }
        let networks = Set(wanted.joined().map(\.network)).sorted()
        if let unused = weights.keys.sorted().first(where: { !networks.contains($0) }) {
            throw JudgingError.unusedWeights(
                network: unused, classifier: classifiers.map(\.path).joined(separator: ", "),
                networks: networks)
        }
        var distinct: [(extractor: ExtractorConfiguration, classifier: String)] = []
        var ranges: [Range<Int>] = []
        var columns: [[Range<Int>]] = []
        for (classifier, extractors) in zip(classifiers, wanted) {
            columns.append(
                extractors.map { extractor in
                    if let known = distinct.firstIndex(where: { $0.extractor.isComputed(as: extractor) }) { return ranges[known] }
                    let first = ranges.last?.upperBound ?? 0
                    distinct.append((extractor, classifier.path))
                    ranges.append(first..<first + extractor.columns)
                    return first..<first + extractor.columns
                })
        }
        self.columns = columns
        extractors = try distinct.map { configuration, classifier in
            try FileFault.naming(classifier) {
                let moved = try weights[configuration.network].map { try WeightsReference($0) }
                return try FeatureExtractor(configuration, weights: moved, threads: threads, pictures: pictures, cache: cache)
            }
        }
    }
}

extension ExtractorConfiguration {
    /// Whether the two compute the same numbers.
    fileprivate func isComputed(as other: ExtractorConfiguration) -> Bool {
        describesSameFeatures(as: other) && precision == other.precision
    }
}
