/// What a classifier says of perturbed photographs, compared with what it said of the untouched ones.
public struct PerturbationResult: Sendable, Codable, Equatable {
    /// The perturbation's name.
    public let name: String
    /// The number of verdicts on photographs judged both times; a photograph with several perturbed copies has several
    /// verdicts.
    public let count: Int
    /// The accuracy on the perturbed photographs; nil without photographs.
    public let accuracy: Double?
    /// The 95 % interval of the accuracy; it allows for photographs with several verdicts.
    ///
    /// Nil without photographs.
    public let accuracyInterval: WilsonInterval?
    /// The change of the accuracy from that on the same photographs untouched; nil without photographs.
    public let accuracyChange: Double?
    /// The precision on the perturbed photographs; nil if it has no meaning.
    public let precision: Double?
    /// The recall on the perturbed photographs; nil if it has no meaning.
    public let recall: Double?
    /// The mean absolute change of the probability, in [0, 1]; nil without photographs.
    public let meanChange: Double?
    /// The share of the verdicts that changed, in [0, 1]; nil without photographs.
    public let flipped: Double?
    /// McNemar's test, with the untouched photographs as the first classifier.
    public let test: McNemarTest
    /// The p-value of the exact test; that of Durkalski's test if photographs have several verdicts.
    public let pValue: Double

    /// Compares perturbed photographs with the same ones untouched, matched by path.
    ///
    /// - Parameters:
    ///   - name: the perturbation's name.
    ///   - untouched: verdicts on the photographs as they are.
    ///   - perturbed: verdicts on the perturbed photographs; a path may occur several times.
    ///   - threshold: the probability from which a photograph counts as aesthetic.
    /// - Throws: `EvaluationError` if a label or a probability is outside its range.
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

/// The number of right verdicts on one photograph, before and after.
private struct RepeatedVerdict {
    let path: String
    let count: Int
    let before: Int
    let after: Int
}

/// How well a classifier withstands perturbations of the photographs of one set.
public struct RobustnessResult: Sendable, Codable, Equatable {
    /// The set's name.
    public let name: String
    /// The results, one per perturbation.
    public let perturbations: [PerturbationResult]
    /// What was published for the set of this name and size, or for all sets if there is none; empty if no comparison was asked
    /// for.
    public let published: [PublishedPerturbation]

    /// Makes the result for a set.
    ///
    /// - Parameters:
    ///   - name: the set's name.
    ///   - perturbations: the results, one per perturbation.
    ///   - published: the published figures to compare with.
    public init(name: String, perturbations: [PerturbationResult], published: [PublishedPerturbation] = []) {
        self.name = name
        self.perturbations = perturbations
        self.published = published
    }
}
