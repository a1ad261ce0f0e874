import Evaluation
import Judging
import Learning
import Matrices
import StageSupport

/// The accuracy on the test part of the manifest's split, which no choice has seen.
struct TestedPart: Codable {
    let photographs: Int
    let right: Int
    /// The number of photographs in the larger class.
    let majority: Int

    var accuracy: Double { Double(right) / Double(photographs) }

    /// Judges the photographs of `test`; for votes, the truth is whether their mean reaches the threshold (nil: the middle).
    init(
        _ network: TrainedNetwork, _ test: SourceFeatures, mask: ColumnMask?, loss: Train.LossName, threshold: Double?,
        threads: Int
    ) throws {
        let matrix = try test.join.readMatrix()
        let shares = try network.probabilities(
            for: mask.map { matrix.selecting(columns: $0.columns) } ?? matrix, threads: threads)
        let truths: [Bool]
        let verdicts: [Bool]
        switch loss {
        case .crossEntropy:
            truths = try test.labels(ofBothClasses: false).map { $0 == Classifier.aestheticClass }
            verdicts = (0..<shares.rows).map { shares[$0, Classifier.aestheticClass] >= 0.5 }
        case .emd:
            let ratings = try test.ratings()
            let threshold = threshold ?? RatingScale.middle(ofBins: ratings.bins)
            truths = ratings.means.map { $0 >= threshold }
            verdicts = (0..<shares.rows).map { RatingScale.mean(of: shares.row($0)) >= threshold }
        }
        photographs = truths.count
        right = zip(truths, verdicts).count { $0 == $1 }
        majority = max(truths.count { $0 }, truths.count { !$0 })
    }

    /// The result as a sentence for the user.
    var sentence: String {
        let interval = WilsonInterval(successes: right, trials: photographs).map {
            String(format: ", 95 %% interval %.4f to %.4f", $0.lower, $0.upper)
        }
        return String(format: "accuracy %.4f", accuracy) + " on the \(photographs) photographs of the manifest's test part"
            + (interval ?? "") + String(format: "; the larger class has %.4f of them", Double(majority) / Double(photographs))
    }
}
