/// What a classifier makes of photographs to which something happened, beside what it made of them before.
public struct PerturbationResult: Sendable, Codable, Equatable {
    public let name: String
    /// Verdicts on photographs that were judged both times; a photograph to which several things happened has several.
    public let count: Int
    public let accuracy: Double?
    /// Where photographs have several verdicts, that of shares within photographs.
    public let accuracyInterval: WilsonInterval?
    /// Of the accuracy, from that on the same photographs untouched.
    public let accuracyChange: Double?
    public let precision: Double?
    public let recall: Double?
    /// The mean absolute change of the probability, 0 to 1.
    public let meanChange: Double?
    /// The part of the verdicts that turned over.
    public let flipped: Double?
    /// The untouched photographs are the first classifier.
    public let test: McNemarTest
    /// That of the exact test; where photographs have several verdicts, of Durkalski's.
    public let pValue: Double

    /// Judges perturbed photographs against the same ones untouched, matched by path. Throws `EvaluationError`.
    public init(
        name: String, untouched: [JudgedPhotograph], perturbed: [JudgedPhotograph], threshold: Double
    ) throws(EvaluationError) {
        let known = Dictionary(untouched.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = perturbed.compactMap { photograph in
            known[photograph.path].map { (before: $0, after: photograph) }
        }
        let evaluation = try BinaryEvaluation(pairs.map(\.after), threshold: threshold)
        let verdicts = Dictionary(grouping: pairs, by: \.after.path).map { path, pairs in
            RepeatedVerdict(
                path: path, count: pairs.count, before: pairs.count { $0.before.isRight(threshold: threshold) },
                after: pairs.count { $0.after.isRight(threshold: threshold) })
        }.sorted { $0.path < $1.path }
        let total = Double(pairs.count), isRepeated = verdicts.count < pairs.count
        self.name = name
        count = pairs.count
        accuracy = evaluation.confusion.accuracy
        accuracyInterval =
            isRepeated
            ? WilsonInterval(clusters: verdicts.map { ($0.after, $0.count) }) : evaluation.accuracyInterval
        let gained = verdicts.reduce(0) { $0 + $1.after - $1.before }
        accuracyChange = pairs.isEmpty ? nil : Double(gained) / total
        precision = evaluation.confusion.precision
        recall = evaluation.confusion.recall
        let change = pairs.reduce(0) { $0 + abs($1.after.probability - $1.before.probability) }
        meanChange = pairs.isEmpty ? nil : change / total
        let turned = pairs.count { ($0.before.probability >= threshold) != ($0.after.probability >= threshold) }
        flipped = pairs.isEmpty ? nil : Double(turned) / total
        test = McNemarTest(
            first: pairs.map { $0.before.isRight(threshold: threshold) },
            second: pairs.map { $0.after.isRight(threshold: threshold) })
        pValue =
            isRepeated
            ? McNemarTest.pValue(ofClusters: verdicts.map { Double($0.after - $0.before) / Double($0.count) })
            : test.pValue
    }
}

/// How many verdicts on one photograph were right.
private struct RepeatedVerdict {
    let path: String
    let count: Int
    let before: Int
    let after: Int
}

/// How a classifier stands what happens to the photographs of one set.
public struct RobustnessResult: Sendable, Codable, Equatable {
    /// The set's name.
    public let name: String
    public let perturbations: [PerturbationResult]
    /// What was published for the set of this name and size; where there is none, for all sets; empty where nothing was
    /// asked for.
    public let published: [PublishedPerturbation]

    public init(name: String, perturbations: [PerturbationResult], published: [PublishedPerturbation] = []) {
        self.name = name
        self.perturbations = perturbations
        self.published = published
    }
}
