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
        for column in columns where record[column] == nil {
            throw .missingBenchmarkColumn(column, columns: columns)
        }
        let name = record["name", default: ""]
        return PublishedBenchmark(
            name: name, aesthetic: try count(record, "aesthetic", name),
            notAesthetic: try count(record, "not_aesthetic", name), accuracyGA: try rate(record, "accuracy_ga", name),
            accuracyPCA: try rate(record, "accuracy_pca", name), precisionPCA: try rate(record, "precision_pca", name),
            recallPCA: try rate(record, "recall_pca", name), source: record["source", default: ""])
    }

    private static func count(
        _ record: [String: String], _ column: String, _ name: String
    ) throws(EvaluationError) -> Int {
        let text = record[column, default: ""]
        guard let value = Int(text), value >= 0 else {
            throw .badBenchmark(name: name, column: column, found: text, expected: "a number of photographs")
        }
        return value
    }

    private static func rate(
        _ record: [String: String], _ column: String, _ name: String
    ) throws(EvaluationError) -> Double? {
        let text = record[column, default: ""]
        if text.isEmpty { return nil }
        guard let value = Double(text), value >= 0, value <= 100 else {
            throw .badBenchmark(name: name, column: column, found: text, expected: "per cent, from 0 to 100")
        }
        return value / 100
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
            + "published set has \(benchmark.aesthetic) and \(benchmark.notAesthetic), so its figures do not stand beside it"
    }
}
