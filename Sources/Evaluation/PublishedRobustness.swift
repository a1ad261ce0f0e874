/// What was published about one set of photographs under one perturbation; rates are in [0, 1].
public struct PublishedPerturbation: Sendable, Codable, Equatable {
    /// The set's name.
    public let set: String
    /// The number of its aesthetic photographs.
    public let aesthetic: Int
    /// The number of its other photographs.
    public let notAesthetic: Int
    /// The perturbation's name, such as `blur`.
    public let perturbation: String
    /// The accuracy on the perturbed photographs; nil if it was not published.
    public let accuracy: Double?
    /// The change of the accuracy from that on the untouched photographs; nil if either was not published.
    public let accuracyChange: Double?
    /// The precision on the perturbed photographs; nil if it was not published.
    public let precision: Double?
    /// The recall on the perturbed photographs; nil if it was not published.
    public let recall: Double?
    /// Where the figures were published.
    public let source: String
}

/// The published figures that robustness is compared with.
public struct PublishedRobustness: Sendable, Equatable {
    /// The name in the rows of untouched photographs.
    public static let untouched = "none"
    /// The column that distinguishes such a file from one of benchmarks.
    public static let mark = "perturbation"

    private let figures: [PublishedPerturbation]

    /// Reads the lines of `robustness.csv`.
    ///
    /// - Parameter records: one dictionary per line, from column to field. Rates are in per cent there, and an empty rate is
    ///   unknown.
    /// - Throws: `EvaluationError` if a column is missing, a field cannot be read, or a perturbation of a set occurs twice.
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

    /// The figures for the set of this name and size; those of all sets if there is no such set.
    ///
    /// - Parameters:
    ///   - name: the set's name; case is ignored.
    ///   - aesthetic: the number of its aesthetic photographs.
    ///   - notAesthetic: the number of its other photographs.
    public func figures(forSet name: String, aesthetic: Int, notAesthetic: Int) -> [PublishedPerturbation] {
        let own = figures.filter {
            $0.set.lowercased() == name.lowercased() && $0.aesthetic == aesthetic && $0.notAesthetic == notAesthetic
        }
        return own.isEmpty ? figures : own
    }
}
