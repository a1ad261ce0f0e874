import Foundation
import StageSupport
import Storage

/// Writes verdicts as lines of text, JSON or CSV; the last two have the same columns.
struct VerdictWriter {
    let format: Predict.Format

    private struct Line: Encodable {
        let path: String
        var label: String?
        var confidence: Double?
        var probability: Double?
        var skipped: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case path, label, confidence
            case probability = "probability_aesthetic"
            case skipped
        }
    }

    /// The first line, where the format has one.
    var header: String? {
        format == .csv ? Line.CodingKeys.allCases.map(\.rawValue).joined(separator: ",") : nil
    }

    func line(_ verdict: Verdict) throws -> String {
        let confidence = String(format: "%.4f", verdict.confidence)
        switch format {
        case .text:
            return "\(verdict.path.onOneLine): \(verdict.label), \(confidence)"
        case .csv:
            return CSVTable.line(of: [verdict.path, verdict.label, confidence, String(format: "%.6f", verdict.probability), ""])
        case .jsonl:
            return try CanonicalJSON.text(
                Line(
                    path: verdict.path, label: verdict.label, confidence: verdict.confidence,
                    probability: verdict.probability))
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
