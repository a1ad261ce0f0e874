/// A benchmark set and what was published about it; rates in [0, 1].
public struct PublishedBenchmark: Sendable, Codable, Equatable {
    public var name: String
    /// The number of aesthetic photographs.
    public var aesthetic: Int
    /// The number of photographs that are not.
    public var notAesthetic: Int
    /// The accuracy with features chosen by the genetic algorithm.
    public var accuracyGA: Double?
    /// The accuracy with features reduced by PCA.
    public var accuracyPCA: Double?
    public var precisionPCA: Double?
    public var recallPCA: Double?
    /// Where the figures were published.
    public var source: String
}

/// The benchmark sets that results are compared to.
public struct PublishedBenchmarks: Sendable, Equatable {
    public let benchmarks: [PublishedBenchmark]

    private static let columns = [
        "name", "aesthetic", "not_aesthetic", "accuracy_ga", "accuracy_pca", "precision_pca", "recall_pca", "source",
    ]

    /// Takes the lines of `benchmarks.csv`, each a dictionary from column to field; rates are in per cent there, and
    /// an empty one is unknown.
    public init(records: [[String: String]]) throws(EvaluationError) {
        var benchmarks: [PublishedBenchmark] = []
        for record in records {
            let benchmark = try Self.benchmark(record)
            guard !benchmarks.contains(where: { $0.name == benchmark.name }) else {
                throw .repeatedBenchmark(name: benchmark.name)
            }
            benchmarks.append(benchmark)
        }
        self.benchmarks = benchmarks
    }

    /// The benchmark of the same name as a set, whatever the case; nil when there is none.
    public func benchmark(named name: String) -> PublishedBenchmark? {
        benchmarks.first { $0.name.lowercased() == name.lowercased() }
    }

    private static func benchmark(_ record: [String: String]) throws(EvaluationError) -> PublishedBenchmark {
        let record = try PublishedRecord(record, columns: columns)
        return PublishedBenchmark(
            name: record.name, aesthetic: try record.count("aesthetic"), notAesthetic: try record.count("not_aesthetic"),
            accuracyGA: try record.rate("accuracy_ga"), accuracyPCA: try record.rate("accuracy_pca"),
            precisionPCA: try record.rate("precision_pca"), recallPCA: try record.rate("recall_pca"),
            source: record.text("source"))
    }
}

extension PublishedBenchmarks {
    /// What was published for a set of this name and these numbers of photographs; nil where there is no such set.
    public func accuracy(on name: String, aesthetic: Int, notAesthetic: Int, isReduced: Bool) -> PublishedAccuracy? {
        guard let benchmark = benchmark(named: name), benchmark.aesthetic == aesthetic,
            benchmark.notAesthetic == notAesthetic
        else { return nil }
        return PublishedAccuracy(
            geneticAlgorithm: benchmark.accuracyGA, principalComponents: benchmark.accuracyPCA, isReduced: isReduced)
    }

    /// A sentence where a set has the name of a published one and other numbers of photographs; nil where all is well.
    public func mismatch(with result: SetResult) -> String? {
        guard let benchmark = benchmark(named: result.name), result.published == nil else { return nil }
        return "\(result.name) has \(result.aesthetic) aesthetic and \(result.notAesthetic) other photographs; the "
            + "published set has \(benchmark.aesthetic) and \(benchmark.notAesthetic), so its figures are not shown beside it"
    }
}
