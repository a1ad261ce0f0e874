import Foundation
import StageSupport

/// Writes verdicts as lines of text, JSON or CSV.
struct VerdictWriter {
    let format: Predict.Format

    private struct Line: Encodable {
        let path: String
        var label: String?
        var confidence: Double?
        var aesthetic: Double?
        var skipped: String?
    }

    /// The first line, where the format has one.
    var header: String? {
        format == .csv ? "path,label,confidence,probability_aesthetic" : nil
    }

    func line(_ verdict: Verdict) throws -> String {
        let confidence = String(format: "%.4f", verdict.confidence)
        switch format {
        case .text:
            return "\(verdict.path): \(verdict.label), \(confidence)"
        case .csv:
            return [Self.quoted(verdict.path), verdict.label, confidence, String(format: "%.6f", verdict.probability)]
                .joined(separator: ",")
        case .jsonl:
            return try Self.json(
                Line(
                    path: verdict.path, label: verdict.label, confidence: verdict.confidence,
                    aesthetic: verdict.probability))
        }
    }

    /// The line of a photograph without a verdict; nil where the format has no place for it.
    func line(skipped path: String, reason: String) throws -> String? {
        format == .jsonl ? try Self.json(Line(path: path, skipped: reason)) : nil
    }

    private static func json(_ line: Line) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
