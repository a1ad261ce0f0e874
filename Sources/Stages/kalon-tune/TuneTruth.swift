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

    private static let bins = 10
    private static let strata = 10

    /// Takes what a head learns: labels or votes; of mean scores, the likeliest votes.
    ///
    /// - Throws: `PipelineError`, `LearningError`, `TuningError`.
    init(_ list: PhotographList, head: Tune.Head, validation: Double, seed: UInt64) throws {
        let isSplit = SplitPart.allCases.contains { list.has($0) }
        let known = list.photographs.filter { photograph in
            let isTest = photograph.split == .test || (isSplit && photograph.split == nil)
            return !isTest && (head == .classes ? photograph.label >= 0 : photograph.knownMeanScore != nil)
        }
        guard !known.isEmpty else {
            throw head == .classes ? PipelineError.noLabels(set: list.name) : PipelineError.noRatings(set: list.name)
        }
        photographs = known
        let classes: [Int]
        let truth: TuningData.Truth
        switch head {
        case .classes:
            classes = known.map { Int($0.label) }
            truth = .labels(classes, classes: Classifier.classNames.count)
            (output, classNames, threshold) = (.classes, Classifier.classNames, 0.5)
        case .nima:
            let ratings = try Self.ratings(of: known, in: list)
            classes = ratings.strata(Self.strata)
            truth = .ratings(ratings)
            (output, classNames) = (.ratings, (1...ratings.bins).map(String.init))
            threshold = RatingScale.middle(ofBins: ratings.bins)
        }
        data = try TuningData(truth, split: Self.split(known, classes, validation: validation, seed: seed))
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
