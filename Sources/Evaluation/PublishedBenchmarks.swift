/// A benchmark set and what was published about it; rates are in [0, 1].
public struct PublishedBenchmark: Sendable, Codable, Equatable {
    /// The set's name.
    public var name: String
    /// The number of aesthetic photographs.
    public var aesthetic: Int
    /// The number of photographs that are not aesthetic.
    public var notAesthetic: Int
    /// The accuracy with features chosen by the genetic algorithm; nil if it was not published.
    public var accuracyGA: Double?
    /// The accuracy with features reduced by PCA; nil if it was not published.
    public var accuracyPCA: Double?
    /// The precision with features reduced by PCA; nil if it was not published.
    public var precisionPCA: Double?
    /// The recall with features reduced by PCA; nil if it was not published.
    public var recallPCA: Double?
    /// Where the figures were published.
    public var source: String
}

/// The benchmark sets that results are compared with.
public struct PublishedBenchmarks: Sendable, Equatable {
    /// The sets, in the order of the file; each name occurs once.
    public let benchmarks: [PublishedBenchmark]

    private static let columns = [
        "name", "aesthetic", "not_aesthetic", "accuracy_ga", "accuracy_pca", "precision_pca", "recall_pca", "source",
    ]

    /// Reads the lines of `benchmarks.csv`.
    ///
    /// - Parameter records: one dictionary per line, from column to field. Rates are in per cent there, and an empty rate is
    ///   unknown.
    /// - Throws: `EvaluationError` if a column is missing, a field cannot be read, or a name occurs twice.
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

    /// The benchmark with the name of a set, ignoring case; nil if there is none.
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
    /// What was published for a set of this name and size; nil if there is no such set.
    ///
    /// - Parameters:
    ///   - name: the set's name; case is ignored.
    ///   - aesthetic: the number of its aesthetic photographs.
    ///   - notAesthetic: the number of its other photographs.
    ///   - isReduced: whether the classifier to compare takes reduced features.
    public func accuracy(on name: String, aesthetic: Int, notAesthetic: Int, isReduced: Bool) -> PublishedAccuracy? {
        guard let benchmark = benchmark(named: name), benchmark.aesthetic == aesthetic,
            benchmark.notAesthetic == notAesthetic
        else { return nil }
        return PublishedAccuracy(
            geneticAlgorithm: benchmark.accuracyGA, principalComponents: benchmark.accuracyPCA, isReduced: isReduced)
    }

    /// A sentence if a set has the name of a published one but other numbers of photographs; nil otherwise.
    public func mismatch(with result: SetResult) -> String? {
        guard let benchmark = benchmark(named: result.name), result.published == nil else { return nil }
        return "\(result.name) has \(result.aesthetic) aesthetic and \(result.notAesthetic) other photographs; the "
            + "published set has \(benchmark.aesthetic) and \(benchmark.notAesthetic), so its figures are not shown beside it"
    }
}
