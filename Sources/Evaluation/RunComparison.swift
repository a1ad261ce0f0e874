import Matrices

/// Several runs on the same sets, each compared with the first.
public struct RunComparison: Sendable, Codable, Equatable {
    /// The files of the results, in the order given.
    public let runs: [String]
    /// The sets, in the order in which they first appear.
    public let sets: [SetComparison]

    /// One set in all runs that have it.
    public struct SetComparison: Sendable, Codable, Equatable {
        /// The set's name.
        public let name: String
        /// One entry per run, in their order; nil for a run without this set.
        public let entries: [Entry?]
    }

    /// One run on one set.
    public struct Entry: Sendable, Codable, Equatable {
        /// The share of right verdicts; nil without photographs.
        public let accuracy: Double?
        /// The 95 % interval of the accuracy; nil without photographs.
        public let accuracyInterval: WilsonInterval?
        /// The area under the receiver operating characteristic; nil unless there are photographs of both classes.
        public let area: Double?
        /// Spearman's correlation with mean votes; nil without votes.
        public let rankCorrelation: Double?
        /// Pearson's correlation with mean votes; nil without votes.
        public let linearCorrelation: Double?
        /// The number of photographs judged.
        public let count: Int
        /// The comparison with the first run that has the set; nil for that run itself, and if they have no photograph in
        /// common.
        public let difference: Difference?
    }

    /// A run compared with another on the photographs that both judged.
    public struct Difference: Sendable, Codable, Equatable {
        /// The number of photographs that both runs judged.
        public let common: Int
        /// McNemar's test, with the reference run as the first classifier.
        public let test: McNemarTest
        /// The p-value of the test, in (0, 1].
        public let pValue: Double
        /// The difference of the correlations with votes; nil without votes.
        public let ratings: RatingDifference?
    }

    /// Compares results, each with the name of its file.
    ///
    /// - Parameters:
    ///   - reports: the results; the first one that has a set is the reference for that set.
    ///   - seed: the seed of the resamples of photographs with votes.
    /// - Throws: `EvaluationError.labelsDiffer` if a photograph has different labels in two runs.
    public init(_ reports: [(file: String, report: EvaluationReport)], seed: UInt64) throws(EvaluationError) {
        runs = reports.map(\.file)
        var names: [String] = []
        for name in reports.flatMap(\.report.sets).map(\.name) where !names.contains(name) { names.append(name) }
        var sets: [SetComparison] = []
        for name in names {
            let results = reports.map { $0.report.sets.first { $0.name == name } }
            var stream = RandomStream(seed: seed, name: "bootstrap/comparison/\(name)")
            sets.append(SetComparison(name: name, entries: try Self.entries(results, &stream)))
        }
        self.sets = sets
    }

    private static func entries(
        _ results: [SetResult?], _ stream: inout RandomStream
    ) throws(EvaluationError) -> [Entry?] {
        let first = results.firstIndex { $0 != nil }
        var entries: [Entry?] = []
        for (place, result) in results.enumerated() {
            guard let result else {
                entries.append(nil)
                continue
            }
            var difference: Difference?
            if let first, place != first, let reference = results[first] {
                difference = try Difference(reference, result, stream: &stream)
            }
            entries.append(
                Entry(
                    accuracy: result.accuracy, accuracyInterval: result.accuracyInterval, area: result.area,
                    rankCorrelation: result.ratings?.rankCorrelation,
                    linearCorrelation: result.ratings?.linearCorrelation, count: result.photographs.count,
                    difference: difference))
        }
        return entries
    }
}

extension RunComparison.Difference {
    /// Nil if no photograph was judged by both runs.
    init?(_ first: SetResult, _ second: SetResult, stream: inout RandomStream) throws(EvaluationError) {
        let known = Dictionary(first.photographs.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var pairs: [(first: JudgedPhotograph, second: JudgedPhotograph)] = []
        for photograph in second.photographs {
            guard let other = known[photograph.path] else { continue }
            guard other.label == photograph.label else {
                throw .labelsDiffer(set: first.name, path: photograph.path)
            }
            pairs.append((other, photograph))
        }
        guard !pairs.isEmpty else { return nil }
        common = pairs.count
        test = McNemarTest(
            first: pairs.map { $0.first.isRight(threshold: first.threshold) },
            second: pairs.map { $0.second.isRight(threshold: second.threshold) })
        pValue = test.pValue
        ratings = RatingDifference(pairs, stream: &stream)
    }
}
