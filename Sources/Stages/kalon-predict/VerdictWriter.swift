import Foundation
import StageSupport
import Storage

/// Writes verdicts as lines of text, JSON or CSV; the last two have the same columns.
struct VerdictWriter {
    let format: Predict.Format
    /// Whether verdicts are mean scores with the deviation of votes, and not probabilities.
    let showsRatings: Bool

    private struct Line: Encodable {
        let path: String
        var label: String?
        var confidence: Double?
        var probability: Double?
        var score: Double?
        var deviation: Double?
        var skipped: String?

        enum CodingKeys: String, CodingKey {
            case path, label, confidence, score, deviation, skipped
            case probability = "probability_aesthetic"
        }
    }

    /// The first line, where the format has one.
    var header: String? {
        let keys: [Line.CodingKeys] =
            showsRatings ? [.path, .label, .score, .deviation, .skipped] : [.path, .label, .confidence, .probability, .skipped]
        return format == .csv ? keys.map(\.rawValue).joined(separator: ",") : nil
    }

    func line(_ verdict: Verdict) throws -> String {
        switch format {
        case .text: "\(verdict.path.onOneLine): \(verdict.label), \(measure(of: verdict))"
        case .csv: CSVTable.line(of: [verdict.path, verdict.label] + fields(of: verdict) + [""])
        case .jsonl: try CanonicalJSON.text(record(of: verdict))
        }
    }

    /// The confidence, or the mean score and the deviation of votes.
    func measure(of verdict: Verdict) -> String {
        switch verdict.judgement {
        case .probability: String(format: "%.4f", verdict.confidence)
        case .rating(let rating): String(format: "%.2f ± %.2f", rating.mean, rating.deviation)
        }
    }

    private func fields(of verdict: Verdict) -> [String] {
        switch verdict.judgement {
        case .probability(let probability):
            [String(format: "%.4f", verdict.confidence), String(format: "%.6f", probability)]
        case .rating(let rating): [rating.mean, rating.deviation].map { String(format: "%.4f", $0) }
        }
    }

    private func record(of verdict: Verdict) -> Line {
        switch verdict.judgement {
        case .probability(let probability):
            Line(path: verdict.path, label: verdict.label, confidence: verdict.confidence, probability: probability)
        case .rating(let rating):
            Line(path: verdict.path, label: verdict.label, score: rating.mean, deviation: rating.deviation)
        }
    }

    /// The line of a photograph without a verdict; nil where the format has no place for it.
    func line(skipped path: String, reason: String) throws -> String? {
        switch format {
        case .text: nil
        case .csv: CSVTable.line(of: [path, "", "", "", reason])
        case .jsonl: try CanonicalJSON.text(Line(path: path, skipped: reason))
        }
    }
}

extension Verdict {
    /// The probability of the class given, 0.5 to 1 at the usual threshold.
    fileprivate var confidence: Double { isAesthetic ? judgement.value : 1 - judgement.value }
}
