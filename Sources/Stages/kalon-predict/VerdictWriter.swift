import DataSets
import Faults
import Files
import Foundation
import Judging
import StageSupport

/// Writes verdicts as lines of text, JSON or CSV; JSON and CSV contain the same facts.
struct VerdictWriter {
    let format: Predict.Format
    /// What the classifiers predict.
    let prediction: Prediction
    /// The name of each classifier.
    let names: [String]

    /// Whether there are several classifiers, whose verdicts are shown beside their joint one.
    private var isPanel: Bool { names.count > 1 }

    private struct Line: Encodable {
        let path: String
        var opinion: OpinionLine?
        var agreement: Double?
        var models: [OpinionLine]?
        var skipped: String?

        enum CodingKeys: String, CodingKey { case path, agreement, models, skipped }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(path, forKey: .path)
            try opinion?.encode(to: encoder)
            try fields.encodeIfPresent(agreement, forKey: .agreement)
            try fields.encodeIfPresent(models, forKey: .models)
            try fields.encodeIfPresent(skipped, forKey: .skipped)
        }
    }

    private struct OpinionLine: Encodable {
        var model: String?
        let label: String
        var confidence: Double?
        var probability: Double?
        var score: Double?
        var deviation: Double?

        enum CodingKeys: String, CodingKey {
            case model, label, confidence, score, deviation
            case probability = "probability_aesthetic"
        }

        init(_ opinion: Opinion, model: String? = nil) {
            self.model = model
            label = opinion.label
            switch opinion.judgement {
            case .probability(let probability): (confidence, self.probability) = (opinion.confidence, probability)
            case .rating(let rating): (score, deviation) = (rating.mean, rating.deviation)
            case .score(let score): self.score = score
            }
        }
    }

    /// Writes the header line, if the format has one.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    func writeHeader() throws {
        guard format == .csv else { return }
        let each = columns
        let panel = isPanel ? ["agreement"] + names.flatMap { name in each.map { "\($0)_\(name)" } } : []
        try Console.data(CSVTable.line(of: ["path"] + each + panel + ["skipped"]))
    }

    /// The columns of an opinion.
    private var columns: [String] {
        switch prediction {
        case .classes: ["label", "confidence", "probability_aesthetic"]
        case .ratings: ["label", "score", "deviation"]
        case .score: ["label", "score"]
        }
    }

    /// Writes the line of a verdict.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    func write(_ verdict: Verdict) throws {
        switch format {
        case .text:
            let each = isPanel ? " (\(eachInWords(verdict)))" : ""
            try Console.output("\(verdict.path.shown): \(words(for: verdict))\(each)")
        case .csv:
            try Console.data(
                CSVTable.line(of: [verdict.path] + fields(of: verdict.opinion) + panelFields(of: verdict) + [""]))
        case .jsonl: try Console.json(CanonicalJSON.text(record(of: verdict)))
        }
    }

    /// A verdict for a person, such as `aesthetic, 0.9312` or `aesthetic, 0.7310, 2 of 3 agree`.
    func words(for verdict: Verdict) -> String {
        [verdict.label, Self.measure(of: verdict.opinion), agreement(of: verdict)].compactMap { $0 }
            .joined(separator: ", ")
    }

    /// Such as `2 of 3 agree`; nil with one classifier.
    func agreement(of verdict: Verdict) -> String? {
        isPanel ? "\(verdict.agreeing) of \(verdict.opinions.count) agree" : nil
    }

    /// The confidence, the score, or the mean score and the deviation of votes.
    static func measure(of opinion: Opinion) -> String {
        switch opinion.judgement {
        case .probability: String(format: "%.4f", opinion.confidence)
        case .rating(let rating): String(format: "%.2f ± %.2f", rating.mean, rating.deviation)
        case .score(let score): String(format: "%.4g", score)
        }
    }

    private func eachInWords(_ verdict: Verdict) -> String {
        zip(names, verdict.opinions).map { "\($0.shown) \($1.label) \(Self.measure(of: $1))" }.joined(separator: "; ")
    }

    private func fields(of opinion: Opinion) -> [String] {
        switch opinion.judgement {
        case .probability(let probability):
            [opinion.label, String(format: "%.4f", opinion.confidence), String(format: "%.6f", probability)]
        case .rating(let rating):
            [opinion.label] + [rating.mean, rating.deviation].map { String(format: "%.4f", $0) }
        case .score(let score): [opinion.label, String(format: "%.4f", score)]
        }
    }

    private func panelFields(of verdict: Verdict) -> [String] {
        isPanel ? [String(format: "%.4f", share(of: verdict))] + verdict.opinions.flatMap(fields) : []
    }

    private func share(of verdict: Verdict) -> Double { Double(verdict.agreeing) / Double(verdict.opinions.count) }

    private func record(of verdict: Verdict) -> Line {
        Line(
            path: verdict.path, opinion: OpinionLine(verdict.opinion), agreement: isPanel ? share(of: verdict) : nil,
            models: isPanel ? zip(names, verdict.opinions).map { OpinionLine($1, model: $0) } : nil)
    }

    /// Writes the line of a photograph without a verdict, if the format has one.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    func write(skipped path: String, reason: String) throws {
        let panel = isPanel ? 1 + columns.count * names.count : 0
        switch format {
        case .text: break
        case .csv: try Console.data(CSVTable.line(of: [path] + Array(repeating: "", count: columns.count + panel) + [reason]))
        case .jsonl: try Console.json(CanonicalJSON.text(Line(path: path, skipped: reason)))
        }
    }
}
