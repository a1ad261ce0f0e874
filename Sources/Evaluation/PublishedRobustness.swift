/// What was published of one set of photographs to which something happened; rates in [0, 1].
public struct PublishedPerturbation: Sendable, Codable, Equatable {
    /// The set's name.
    public let set: String
    /// The number of its aesthetic photographs.
    public let aesthetic: Int
    /// The number of its photographs that are not.
    public let notAesthetic: Int
    /// The name that `--perturb` has for it.
    public let perturbation: String
    public let accuracy: Double?
    /// Of the accuracy, from that on the untouched photographs.
    public let accuracyChange: Double?
    public let precision: Double?
    public let recall: Double?
    /// Where the figures were published.
    public let source: String
}

/// The published figures that robustness is compared to.
public struct PublishedRobustness: Sendable, Equatable {
    /// The name of the row of untouched photographs.
    public static let untouched = "none"
    /// The column that tells such a file from one of benchmarks.
    public static let mark = "perturbation"

    private let figures: [PublishedPerturbation]

    /// Takes the lines of `robustness.csv`, each a dictionary from column to field; rates are in per cent there, and an
    /// empty one is unknown.
    public init(records: [[String: String]]) throws(EvaluationError) {
        let columns = ["name", "aesthetic", "not_aesthetic", Self.mark, "accuracy", "precision", "recall", "source"]
        var lines: [PublishedRecord] = []
        for record in records { lines.append(try PublishedRecord(record, columns: columns)) }
        var untouched: [String: Double] = [:]
        for line in lines where line.text(Self.mark) == Self.untouched {
            untouched[line.name] = try line.rate("accuracy")
        }
        var figures: [PublishedPerturbation] = []
        for line in lines {
            let accuracy = try line.rate("accuracy")
            let figure = PublishedPerturbation(
                set: line.name, aesthetic: try line.count("aesthetic"), notAesthetic: try line.count("not_aesthetic"),
                perturbation: line.text(Self.mark), accuracy: accuracy,
                accuracyChange: accuracy.flatMap { after in untouched[line.name].map { after - $0 } },
                precision: try line.rate("precision"), recall: try line.rate("recall"), source: line.text("source"))
            guard !figures.contains(where: { $0.set == figure.set && $0.perturbation == figure.perturbation }) else {
                throw .repeatedPerturbation(name: figure.set, perturbation: figure.perturbation)
            }
            figures.append(figure)
        }
        self.figures = figures.filter { $0.perturbation != Self.untouched }
    }

    /// What was published for the set of this name, whatever the case, and these numbers of photographs; where there is
    /// no such set, for all sets.
    public func figures(forSet name: String, aesthetic: Int, notAesthetic: Int) -> [PublishedPerturbation] {
        let own = figures.filter {
            $0.set.lowercased() == name.lowercased() && $0.aesthetic == aesthetic && $0.notAesthetic == notAesthetic
        }
        return own.isEmpty ? figures : own
    }
}
