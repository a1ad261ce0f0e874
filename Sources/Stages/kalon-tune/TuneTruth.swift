import DataSets
import Evaluation
import Judging
import Learning
import Matrices
import Records
import StageSupport
import Tuning

/// The photographs of a data set that can be learned from, and what is known of them.
struct TuneTruth {
    let photographs: [Photograph]
    let data: TuningData
    let output: ClassifierApplication.Output
    let classNames: [String]
    let threshold: Double
    /// What the answers are before anything is learned; nil for zeros.
    private(set) var firstBias: [Float]?
    /// The number of photographs that were left out because the teacher's features have no row of them.
    let withoutFeatures: Int

    private static let bins = 10
    private static let strata = 10

    /// Takes what a head learns: labels, votes (of mean scores, the likeliest votes), mean scores, or features of a teacher.
    ///
    /// - Throws: `PipelineError`, `LearningError`, `TuningError`.
    init(_ list: PhotographList, head: Tune.Head, teaching: Teaching?, validation: Double, seed: UInt64) throws {
        if let teaching {
            self = try TuneTruth(list, teaching, validation: validation, seed: seed)
            return
        }
        let known = Self.learning(list).filter { photograph in
            head == .classes ? photograph.label >= 0 : photograph.knownMeanScore != nil
        }
        guard !known.isEmpty else {
            throw head == .classes ? PipelineError.noLabels(set: list.name) : PipelineError.noRatings(set: list.name)
        }
        (photographs, withoutFeatures) = (known, 0)
        let classes: [Int]
        let truth: TuningData.Truth
        switch head {
        case .classes, .features:
            classes = known.map { Int($0.label) }
            truth = .labels(classes, classes: Classifier.classNames.count)
            (output, classNames, threshold) = (.classes, Classifier.classNames, 0.5)
        case .regression:
            let range = try Self.scale(of: known, in: list)
            let levels = known.map { photograph in
                Float(
                    ((photograph.knownMeanScore ?? range.lowerBound) - range.lowerBound) / (range.upperBound - range.lowerBound))
            }
            classes = levels.map { min(Int($0 * Float(Self.strata)), Self.strata - 1) }
            truth = .features(Matrix(rows: known.count, columns: 1, elements: levels))
            (output, classNames) = (.score(range), ["score"])
            threshold = (range.lowerBound + range.upperBound) / 2
            // A head that starts from 0 would spend its first epochs on the mean.
            firstBias = [levels.reduce(0, +) / Float(levels.count)]
        case .nima:
            let ratings = try Self.ratings(of: known, in: list)
            classes = ratings.strata(Self.strata)
            truth = .ratings(ratings)
            (output, classNames) = (.ratings, (1...ratings.bins).map(String.init))
            threshold = RatingScale.middle(ofBins: ratings.bins)
        }
        data = try TuningData(truth, split: Self.split(known, classes, validation: validation, seed: seed))
    }

    /// The features of a teacher as what is learned; labels are not needed, but classes can be balanced if all are known.
    ///
    /// - Throws: `PipelineError.noFeatures` if none of the photographs has a row.
    private init(_ list: PhotographList, _ teaching: Teaching, validation: Double, seed: UInt64) throws {
        let learning = Self.learning(list)
        let rows = teaching.rows(of: learning)
        let known = zip(learning, rows).filter { $0.1 != nil }.map(\.0)
        guard !known.isEmpty else {
            throw PipelineError.noFeatures(set: list.name, file: teaching.source.join.files[0].path)
        }
        let classes = known.map { Int($0.label) }
        photographs = known
        withoutFeatures = learning.count - known.count
        let application = teaching.teacher.content.application
        output = application?.output ?? .classes
        classNames = application?.classNames ?? Classifier.classNames
        threshold = teaching.teacher.threshold
        data = try TuningData(
            .features(teaching.features(ofRows: rows.compactMap { $0 })),
            split: Self.split(known, classes, validation: validation, seed: seed),
            classes: classes.contains { $0 < 0 } ? nil : classes)
    }

    /// The photographs that may be learned from: all, or those of a manifest's training and validation parts.
    private static func learning(_ list: PhotographList) -> [Photograph] {
        let isSplit = SplitPart.allCases.contains { list.has($0) }
        return list.photographs.filter { $0.split != .test && !(isSplit && $0.split == nil) }
    }

    /// The scale of the mean scores, or of votes.
    private static func scale(of photographs: [Photograph], in list: PhotographList) throws -> ClosedRange<Double> {
        if let scale = list.scale { return scale.lowest...scale.highest }
        guard list.bins > 1 else { throw PipelineError.noRatings(set: list.name) }
        return 1...Double(list.bins)
    }

    private static func ratings(of photographs: [Photograph], in list: PhotographList) throws -> RatingDistributions {
        let names = photographs.map(\.path)
        if list.bins > 1, photographs.allSatisfy({ !$0.scores.isEmpty }) {
            let votes = Matrix(rows: photographs.count, columns: list.bins, elements: photographs.flatMap(\.scores))
            return try RatingDistributions(votes: votes, photographs: names)
        }
        guard let scale = list.scale else { throw PipelineError.noRatings(set: list.name) }
        return try RatingDistributions(
            means: photographs.compactMap(\.meanScore), lowest: scale.lowest, highest: scale.highest, bins: bins,
            photographs: names)
    }

    /// The manifest's validation part, or one that is drawn alike in classes or mean scores.
    private static func split(
        _ photographs: [Photograph], _ classes: [Int], validation: Double, seed: UInt64
    ) throws -> StratifiedSplit {
        let given = photographs.indices.filter { photographs[$0].split == .validation }
        guard given.isEmpty else {
            return StratifiedSplit(
                training: photographs.indices.filter { photographs[$0].split != .validation }, validation: given)
        }
        let groups = RowGroups(
            keys: photographs.map { $0.group ?? "path:\($0.path)" }, isMeasured: photographs.map { _ in true })
        return try StratifiedSplit(labels: classes, fraction: validation, seed: seed, groups: groups)
    }
}
