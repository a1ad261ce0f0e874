import DataSets
import Foundation
import Imaging
import Judging
import StageSupport
import Testing
import TestSupport

/// Several classifiers that judge the same photographs.
@Suite struct PanelTests {
    private struct Line: Decodable {
        struct Opinion: Decodable {
            let model: String
            let label: String
            let probability: Double

            enum CodingKeys: String, CodingKey {
                case model, label
                case probability = "probability_aesthetic"
            }
        }

        let path: String
        let label: String?
        let probability: Double?
        let agreement: Double?
        let models: [Opinion]?
        let skipped: String?

        enum CodingKeys: String, CodingKey {
            case path, label, agreement, models, skipped
            case probability = "probability_aesthetic"
        }
    }

    let scratch: Scratch
    let gallery: Gallery
    /// Three classifiers, of which two share an extractor with the first.
    private let models: [String]

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        models = [gallery.classifier, scratch.path("one.h5"), scratch.path("two.h5")]
        // Few epochs: they are to be of several minds.
        try train([gallery.first], ["--epochs", "2", "--seed", "3"], to: "one.h5")
        try train([gallery.second], ["--epochs", "3", "--seed", "8"], to: "two.h5")
    }

    private func train(_ features: [String], _ more: [String], to output: String) throws {
        let settings = ["--hidden", "8", "--batch", "8", "--standardise"]
        try scratch.run("train", features + ["--output", output] + settings + more).expectDone()
    }

    private func predict(_ photographs: [String], models: [String]? = nil, _ more: [String] = []) throws -> Outcome {
        try scratch.run("predict", photographs + (models ?? self.models).flatMap { ["--model", $0] } + more)
    }

    private func lines(_ outcome: Outcome) throws -> [Line] {
        try outcome.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test func eachSaysWhatItSaysAloneAndAllTogetherTheMean() throws {
        try scratch.write("words", to: "text.jpg")
        let given = gallery.photographs + ["text.jpg"]
        let outcome = try predict(given, ["--format", "jsonl"])
        outcome.expectDone()
        let together = try lines(outcome)
        #expect(together.last?.models == nil && together.last?.skipped?.contains("not a picture") == true)
        let judged = Array(together.dropLast())
        for (index, model) in models.enumerated() {
            let alone = try lines(predict(gallery.photographs, models: [model], ["--format", "jsonl"]))
            #expect(alone.map(\.probability) == judged.map { $0.models?[index].probability })
            #expect(alone.map(\.label) == judged.map { $0.models?[index].label })
            #expect(alone.allSatisfy { $0.models == nil && $0.agreement == nil })
        }
        for line in judged {
            let each = try #require(line.models)
            #expect(each.map(\.model) == ["classifier", "one", "two"])
            let mean = each.reduce(0) { $0 + $1.probability } / 3
            #expect(abs(try #require(line.probability) - mean) < 1e-12)
            #expect(line.label == (mean >= 0.5 ? "aesthetic" : "not aesthetic"))
            #expect(line.agreement == Double(each.count { $0.label == line.label }) / 3)
        }
        let unanimous = judged.count { line in Set(line.models?.map(\.label) ?? []).count == 1 }
        let share = String(format: "all 3 classifiers agree on %.2f %% of 16", 100 * Double(unanimous) / 16)
        #expect(outcome.error.contains(share) && outcome.error.contains("Fleiss' kappa"))
        #expect(outcome.error.contains("classifier and one") && outcome.error.contains("one and two"))
    }

    @Test func theFormatsAgree() throws {
        try scratch.write("words", to: "text.jpg")
        let given = gallery.photographs + ["text.jpg"]
        let json = try lines(predict(given, ["--format", "jsonl"]))
        let csv = try predict(given, ["--format", "csv"])
        csv.expectDone()
        #expect(
            csv.lines[0] == "path,label,confidence,probability_aesthetic,agreement,label_classifier,confidence_classifier,"
                + "probability_aesthetic_classifier,label_one,confidence_one,probability_aesthetic_one,label_two,"
                + "confidence_two,probability_aesthetic_two,skipped")
        try scratch.write(csv.output, to: "verdicts.csv")
        let records = try CSVTable.read(scratch.path("verdicts.csv")).records
        try #require(records.count == json.count && json.count == given.count)
        for (record, line) in zip(records, json) {
            #expect(record["path"] == line.path && record["label"] == line.label ?? "")
            #expect(record["skipped"] == line.skipped ?? "")
            #expect(record["agreement"] == (line.agreement.map { String(format: "%.4f", $0) } ?? ""))
            #expect(record["label_two"] == line.models?[2].label ?? "")
            #expect(record["probability_aesthetic_one"] == (line.models.map { String(format: "%.6f", $0[1].probability) } ?? ""))
        }
        let text = try predict([gallery.photographs[0]])
        let first = json[0], agreeing = Int(try #require(first.agreement) * 3 + 0.5)
        #expect(text.output.contains("\(agreeing) of 3 agree (classifier ") && text.output.contains("; two "))
    }

    @Test func theMeanSortsCopiesAndChecks() throws {
        let outcome = try predict([gallery.pictures], ["--format", "jsonl", "--top", "5", "--copy-to", "best"])
        outcome.expectDone()
        let all = try lines(predict([gallery.pictures], ["--format", "jsonl"]))
        let best = try lines(outcome)
        #expect(best.compactMap(\.probability) == Array(all.compactMap(\.probability).sorted(by: >).prefix(5)))
        let copied = try FileManager.default.contentsOfDirectory(atPath: scratch.path("best")).count
        #expect(copied == best.count { $0.label == "aesthetic" })
        let good = all.filter { $0.label == "aesthetic" }.map(\.path)
        try #require(!good.isEmpty && good.count < all.count)
        try predict(good, ["--check"]).expectDone()
        #expect(try predict([gallery.pictures], ["--check"]).code == 1)
    }

    @Test func anExtractorThatTheyShareRunsOnce() throws {
        func extractors(_ paths: [String]) throws -> Int {
            try SharedExtractors(
                Panel(paths: paths).classifiers, weights: [:], threads: 1, pictures: 1, cache: nil
            ).extractors.count
        }
        #expect(try extractors([models[1]]) == 1)
        #expect(try extractors(models) == 2)
        #expect(try extractors([models[2], models[1]]) == 2)
    }

    @Test func refused() throws {
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("link.h5"), withDestinationPath: models[1])
        try predict([gallery.photographs[0]], models: [models[1], "link.h5"]).expectRefusal(64, "link.h5", "twice")
        let lines = gallery.photographs.enumerated().map { place, path in path + (place < 8 ? ",,1,9" : ",,9,1") }
        try scratch.write((["path,label,r1,r2"] + lines).joined(separator: "\n"), to: "rated.csv")
        try scratch.run("extract", ["rated.csv", "--output", "rated.h5"] + Gallery.firstExtractor).expectDone()
        try train(["rated.h5"], ["--loss", "emd", "--epochs", "2"], to: "ratings.h5")
        try predict([gallery.photographs[0]], models: [models[0], "ratings.h5"])
            .expectRefusal(64, "ratings.h5 predicts votes over 2 scores", "aesthetic")
        try predict([gallery.photographs[0]], models: []).expectRefusal(64, "--model")
        // Of one kind they judge together.
        try train(["rated.h5"], ["--loss", "emd", "--epochs", "3", "--seed", "5"], to: "others.h5")
        let rated = try predict([gallery.photographs[0]], models: ["ratings.h5", "others.h5"], ["--format", "jsonl"])
        rated.expectDone()
        #expect(rated.output.matches(of: /"score":/).count == 3 && rated.output.contains("\"agreement\":"))
    }
}
