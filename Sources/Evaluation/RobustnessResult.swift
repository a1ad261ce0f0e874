/// What a classifier makes of photographs to which something happened, beside what it made of them before.
public struct PerturbationResult: Sendable, Codable, Equatable {
    public let name: String
    /// Photographs that were judged both times.
    public let count: Int
    public let accuracy: Double?
    public let accuracyInterval: WilsonInterval?
    public let precision: Double?
    public let recall: Double?
    /// The mean absolute change of the probability, 0 to 1.
    public let meanChange: Double?
    /// The part of the verdicts that turned over.
    public let flipped: Double?
    /// The untouched photographs are the first classifier.
    public let test: McNemarTest
    public let pValue: Double

    /// Judges perturbed photographs against the same ones untouched, matched by path. Throws `EvaluationError`.
    public init(
        name: String, untouched: [JudgedPhotograph], perturbed: [JudgedPhotograph], threshold: Double
    ) throws(EvaluationError) {
        let known = Dictionary(untouched.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = perturbed.compactMap { photograph in known[photograph.path].map { ($0, photograph) } }
        let evaluation = try BinaryEvaluation(pairs.map(\.1), threshold: threshold)
        let total = Double(pairs.count)
        self.name = name
        count = pairs.count
        accuracy = evaluation.confusion.accuracy
        accuracyInterval = evaluation.accuracyInterval
        precision = evaluation.confusion.precision
        recall = evaluation.confusion.recall
        let change = pairs.reduce(0) { $0 + abs($1.1.probability - $1.0.probability) }
        meanChange = pairs.isEmpty ? nil : change / total
        let turned = pairs.count { ($0.probability >= threshold) != ($1.probability >= threshold) }
        flipped = pairs.isEmpty ? nil : Double(turned) / total
        test = McNemarTest(
            first: pairs.map { $0.0.isRight(threshold: threshold) },
            second: pairs.map { $0.1.isRight(threshold: threshold) })
        pValue = test.pValue
    }
}

/// How a classifier stands what happens to the photographs of one set.
public struct RobustnessResult: Sendable, Codable, Equatable {
    /// The set's name.
    public let name: String
    public let perturbations: [PerturbationResult]

    public init(name: String, perturbations: [PerturbationResult]) {
        self.name = name
        self.perturbations = perturbations
    }
}
