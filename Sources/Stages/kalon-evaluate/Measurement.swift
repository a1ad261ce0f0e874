import DataSets
import Evaluation
import Faults
import Judging
import Learning
import Matrices
import Records
import StageSupport

/// Measures a classifier on extracted features.
struct Measurement {
    let classifier: Classifier
    /// The mean score, or the probability, from which a photograph counts as aesthetic.
    let threshold: Double
    let published: PublishedFigures
    /// Which photographs it was trained on; nil if it does not say.
    let overlap: TrainingOverlap?
    private let logistic: LogisticMapping.Form?
    /// Whether all photographs of a set are measured even if its manifest has a test part.
    let measuresAll: Bool
    /// How labels are made from mean scores, if that is asked for.
    let scoreLabels: ScoreLabelOptions
    private let seed: UInt64

    /// Creates a measurement.
    ///
    /// - Throws: `LearningError.configurationValue` for a threshold that the classifier cannot reach, as a `FileFault` if it is
    ///   the classifier's own.
    init(
        _ classifier: Classifier, _ options: MeasurementOptions, published: PublishedFigures, seed: UInt64
    ) throws {
        self.classifier = classifier
        self.published = published
        self.seed = seed
        overlap = TrainingOverlap(classifier)
        logistic = options.logistic
        measuresAll = options.allRows
        scoreLabels = options.scoreLabels
        threshold = options.threshold ?? classifier.threshold
        let range = classifier.prediction.range
        guard threshold > range.lowerBound, threshold < range.upperBound else {
            let fault = LearningError.configurationValue(
                name: "threshold", value: threshold,
                expected: "above \(range.lowerBound.briefly) and below \(range.upperBound.briefly)", setting: .threshold)
            if options.threshold != nil { throw fault }
            throw FileFault(path: classifier.path, cause: fault)
        }
    }

    /// One result for each data set, in the order in which the sets first appear, and the effect of any perturbed copies.
    func results(
        of files: [FeaturesFile], _ context: StageContext
    ) throws -> [(set: SetResult, robustness: RobustnessResult?)] {
        try Self.requireDistinct(files)
        var names: [String] = []
        for file in files where !names.contains(file.header.dataset) { names.append(file.header.dataset) }
        return try names.map { name in
            let parts = files.filter { $0.header.dataset == name }
            try context.interruption.check()
            return try FileFault.naming(parts[0].path) {
                try result(of: testPart(of: try classifier.set(named: name, files: parts), context), threads: context.threads)
            }
        }
    }

    /// Throws if two files of one set hold the same features, because they are then from two sets of the same name.
    private static func requireDistinct(_ files: [FeaturesFile]) throws(PipelineError) {
        var known: [String: FeaturesFile] = [:]
        for file in files {
            let header = file.header
            let key = [header.dataset, header.extractorJSON, header.reductionJSON ?? ""].joined(separator: "\n")
            if let first = known.updateValue(file, forKey: key) {
                throw .setsOfOneName(header.dataset, first: first.path, second: file.path)
            }
        }
    }

    /// Whether mean scores on a scale, or votes for the scores 1 to `bins`, are on that of the classifier's predictions.
    func isOnScale(_ scale: ScoreScale?, bins: Int) -> Bool {
        let votes = bins > 1 ? ScoreScale(lowest: 1, highest: Double(bins)) : nil
        let range = classifier.prediction.range
        return classifier.prediction.givesScores
            && (scale ?? votes) == ScoreScale(lowest: range.lowerBound, highest: range.upperBound)
    }

    /// The rows of the manifest's test part, or all rows if there is none; the user is told.
    private func testPart(of set: LabelledSet, _ context: StageContext) -> LabelledSet {
        let part = tested(set)
        let (tested, all) = (part.rows.untouched.count, set.rows.untouched.count)
        if tested < all { say(set.name, tested: tested, of: all, context) }
        return part
    }

    /// The rows of the manifest's test part, or all rows if there is none.
    func tested(_ set: LabelledSet) -> LabelledSet {
        let rows = set.rows.rows(of: .test)
        return measuresAll || rows.isEmpty ? set : set.selecting(rows: rows)
    }

    /// The photographs of the manifest's test part, or all photographs if there is none.
    func testPart(of list: PhotographList, _ context: StageContext) -> PhotographList {
        guard !measuresAll, list.has(.test) else { return list }
        let part = list.filter { $0.split == .test }
        say(list.name, tested: part.photographs.count, of: list.photographs.count, context)
        return part
    }

    private func say(_ set: String, tested: Int, of count: Int, _ context: StageContext) {
        context.progress.log(
            "\(set): measured on the manifest's test part, \(tested) of \(count) photographs (--all-rows measures all)")
    }

    private func result(of set: LabelledSet, threads: Int) throws -> (set: SetResult, robustness: RobustnessResult?) {
        let judgements = try classifier.judgements(of: set.input, threads: threads)
        let labels = try scoreLabels.labels(of: set.rows, in: set.name) ?? set.rows.labels
        let rows = judgements.indices.map { row in
            JudgedRow(
                path: set.rows.paths[row], label: labels[row],
                group: set.rows.groups.flatMap { $0[row].isEmpty ? nil : $0[row] },
                votes: set.rows.scores.map { Array($0.row(row)) } ?? [], mean: set.rows.means?.values[row],
                isOnScale: isOnScale(set.rows.means?.scale, bins: set.rows.scores?.columns ?? 0), judgement: judgements[row],
                isTrainedOn: overlap?.contains(path: set.rows.paths[row], digest: set.rows.digests?[row], set: set.name) ?? false)
        }
        let untouched = try result(named: set.name, set.rows.untouched.map { rows[$0] }, skipped: set.skipped)
        guard let perturbations = set.rows.perturbations else { return (untouched, nil) }
        return (untouched, try robustness(of: untouched, rows, perturbations))
    }

    /// The effect of the perturbations whose rows are in the same file as those of the unperturbed photographs.
    private func robustness(
        of set: SetResult, _ rows: [JudgedRow], _ perturbations: [String]
    ) throws -> RobustnessResult {
        var names: [String] = []
        for name in perturbations where !name.isEmpty && !names.contains(name) { names.append(name) }
        let results = try names.map { name in
            try PerturbationResult(
                name: name, untouched: set.photographs,
                perturbed: rows.indices.filter { perturbations[$0] == name }
                    .compactMap { rows[$0].photograph(for: classifier, threshold: threshold) }, threshold: set.threshold)
        }
        return robustness(of: set, results)
    }

    /// The effect of perturbations, with the published figures.
    func robustness(of set: SetResult, _ results: [PerturbationResult]) -> RobustnessResult {
        let figures =
            published.robustness?.figures(
                forSet: set.name, aesthetic: set.aesthetic, notAesthetic: set.notAesthetic) ?? []
        return RobustnessResult(
            name: set.name, perturbations: results,
            published: figures.filter { figure in results.contains { $0.name == figure.perturbation } })
    }

    /// The result of one set; photographs without a truth are counted and left out.
    ///
    /// - Throws: `PipelineError.nothingLabelled` if no photograph has a truth, and `.otherScores` if votes are for another
    ///   number of scores than the classifier predicts.
    func result(named name: String, _ rows: [JudgedRow], skipped: [SkippedPhotograph]) throws -> SetResult {
        if case .ratings(let scores) = classifier.prediction,
            let other = rows.first(where: { !$0.votes.isEmpty && $0.votes.count != scores })
        {
            throw PipelineError.otherScores(set: name, found: other.votes.count, expected: scores)
        }
        let known = rows.compactMap { $0.photograph(for: classifier, threshold: threshold) }
        guard !known.isEmpty else { throw PipelineError.nothingLabelled(set: name, photographs: rows.count) }
        return try SetResult(
            name: name, photographs: known, threshold: classifier.level(ofValue: threshold), skipped: skipped.countsByKind,
            unlabelled: rows.count - known.count,
            published: published.benchmarks.accuracy(
                on: name, aesthetic: known.count { $0.label == 1 }, notAesthetic: known.count { $0.label == 0 },
                isReduced: classifier.content.application?.reductions.isEmpty == false),
            ratings: ratings(of: rows, set: name), areProbabilities: !classifier.prediction.givesScores)
    }

    /// Nil without votes.
    private func ratings(of rows: [JudgedRow], set name: String) -> RatingEvaluation? {
        let rated = rows.compactMap(\.rated)
        guard !rated.isEmpty else { return nil }
        var stream = RandomStream(seed: seed, name: "bootstrap/\(name)")
        return RatingEvaluation(rated, threshold: threshold, logistic: logistic, stream: &stream)
    }
}
