import Evaluation
import Foundation
import Matrices
import Records
import Testing
import TestSupport

/// What is trained unless told otherwise, and what is said against figures.
@Suite struct PresetTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private struct Report: Decodable {
        struct Linear: Decodable { let photographs: Int }

        let head: String
        let preset: String
        let linear: Linear?
        let warnings: [Warning]
    }

    private func report(_ name: String) throws -> Report {
        let json = try #require(try ClassifierFile.read(scratch.path(name)).application?.trainingJSON)
        return try JSONDecoder().decode(Report.self, from: Data(json.utf8))
    }

    /// Photographs of drawn features, the first `aesthetic` of which are so; these differ in the first columns.
    private func write(_ aesthetic: Int, of rows: Int, columns: Int = 24, to name: String, seed: UInt64 = 3) throws {
        let header = try FeaturesFile.open(gallery.first).header
        var extractor = try #require(
            try JSONSerialization.jsonObject(with: Data(header.extractorJSON.utf8)) as? [[String: Any]])
        extractor[0]["tapWidths"] = [columns]
        var changed = header
        changed.extractorJSON = String(decoding: try JSONSerialization.data(withJSONObject: extractor), as: UTF8.self)
        var stream = RandomStream(seed: seed, name: "features")
        var matrix = Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal()) })
        for row in 0..<aesthetic { for column in 0..<min(3, columns) { matrix[row, column] += 1.5 } }
        try FeaturesFile.write(
            to: scratch.path(name), header: changed,
            rows: FeaturesRows(paths: (0..<rows).map { "\($0).jpg" }, labels: (0..<rows).map { $0 < aesthetic ? 1 : 0 }),
            features: matrix, skipped: [], provenance: try FeaturesFile.open(gallery.first).provenance)
    }

    @Test func fewPhotographsGetALinearHead() throws {
        let outcome = try scratch.run("train", [gallery.first, "--folds", "3", "--output", "c.h5"])
        outcome.expectDone()
        for fact in [
            "preset small (16 labelled photographs, fewer than 1000): logistic regression", "log-loss",
            "of 16 photographs (95 % interval",
            "if all were called the commoner class", "over 3 folds",
        ] { #expect(outcome.error.contains(fact), "\(fact): \(outcome.error)") }
        let content = try ClassifierFile.read(scratch.path("c.h5"))
        #expect(content.layers.count == 1 && content.application?.scaling != nil)
        let report = try report("c.h5")
        #expect(report.head == "linear" && report.preset == "small" && report.linear?.photographs == 16)
        #expect(report.warnings.map(\.kind).contains(.randomWeights))
        let predicted = try scratch.run("predict", [gallery.pictures, "--model", "c.h5"])
        predicted.expectDone()
        #expect(
            predicted.lines.count == Gallery.count
                && predicted.error.contains("warning: the weights of mobilenet-v1@0.25 are random"))
        try scratch.run("evaluate", [gallery.first, "--model", "c.h5", "--output", "r.json"]).expectDone()
        try scratch.run("report", ["r.json", "--output", "r.html"]).expectDone()
    }

    @Test func whatIsGivenWinsOverThePreset() throws {
        let network = try scratch.run("train", [gallery.first, "--hidden", "8", "--epochs", "3", "--output", "n.h5"])
        network.expectDone()
        #expect(network.error.contains("--epochs does not apply to a linear head"))
        #expect(try report("n.h5").head == "network")
        let published = try scratch.run(
            "train", [gallery.first, "--preset", "published", "--hidden", "8", "--no-calibrate", "--output", "p.h5"])
        published.expectDone()
        #expect(published.error.contains("preset published (as asked for)") && !published.error.contains("calibrated on"))
        #expect(try report("p.h5").preset == "published")
        let linear = try scratch.run("train", [gallery.first, "--preset", "published", "--head", "linear", "--output", "l.h5"])
        linear.expectDone()
        #expect(try report("l.h5").head == "linear")
        try scratch.run("train", [gallery.first, "--head", "linear", "--epochs", "3", "--output", "x.h5"])
            .expectRefusal(64, "--epochs does not apply to --head linear")
        #expect(!scratch.exists("x.h5"))
    }

    @Test func manyPhotographsGetThePublishedRecipe() throws {
        try write(500, of: 1000, to: "many.h5")
        let outcome = try scratch.run("train", ["many.h5", "--hidden", "4", "--output", "c.h5"])
        outcome.expectDone()
        #expect(outcome.error.contains("preset published (1000 labelled photographs, at least 1000)"))
        #expect(outcome.error.contains("of 15: validation loss") && outcome.error.contains("calibrated on 100 photographs"))
    }

    @Test func everyPartHoldsBothClassesOrItIsSaid() throws {
        try write(4, of: 64, to: "four.h5")
        let network = ["--hidden", "4", "--epochs", "3", "--output", "c.h5"]
        let four = try scratch.run("train", ["four.h5"] + network)
        four.expectDone()
        #expect(!four.error.contains("holds no photograph"))
        try write(1, of: 64, to: "one.h5")
        let one = try scratch.run("train", ["one.h5"] + network)
        one.expectDone()
        #expect(one.error.contains("the validation part holds no photograph that is aesthetic"))
        #expect(try report("c.h5").warnings.map(\.kind).contains(.classMissing))
        let linear = try scratch.run("train", ["one.h5", "--output", "l.h5"])
        linear.expectDone()
        #expect(linear.error.contains("too few photographs to leave some out"))
        let search = [
            "--genes", "5", "--population", "6", "--generations", "2", "--fitness", "linear", "--confirm", "1", "--epochs", "2",
            "--hidden", "4", "--output", "m.h5",
        ]
        let evolved = try scratch.run("evolve", ["four.h5"] + search)
        evolved.expectDone()
        #expect(!evolved.error.contains("holds no photograph") && evolved.error.contains("(95 % interval"))
        try write(2, of: 64, to: "two.h5")
        let two = try scratch.run("evolve", ["two.h5"] + search)
        two.expectDone()
        #expect(two.error.contains("the validation part holds no photograph that is aesthetic"))
    }

    @Test func aTrainingThatEndsAtItsBestEpochIsNamed() throws {
        let outcome = try scratch.run(
            "train",
            [gallery.first, "--hidden", "8", "--epochs", "2", "--learning-rate", "1e-5", "--batch", "8", "--output", "c.h5"])
        outcome.expectDone()
        #expect(outcome.error.contains("the best epoch is the last of 2"))
        #expect(outcome.error.contains("set the patience (--epochs, --patience)\n"))
        let stored = try #require(report("c.h5").warnings.first { $0.kind == .bestEpochAtEdge })
        #expect(stored.sentence.hasSuffix("set the patience"), "no option is stored")
    }

    @Test func photographsThatWereTrainedOnAreSaidFirst() throws {
        try scratch.run("train", [gallery.first, "--output", "c.h5"]).expectDone()
        let same = try scratch.run("evaluate", [gallery.first, "--model", "c.h5", "--output", "same.json"])
        same.expectDone()
        #expect(same.lines.first?.hasPrefix("warning: pictures: the classifier was trained on 16 of the 16 photographs") == true)
        #expect(same.output.contains("pictures, not trained on"))
        // Under other names, and one that is new.
        for (number, photograph) in gallery.photographs.prefix(5).enumerated() {
            try scratch.copy(photograph, to: "other/\(number < 3 ? "aesthetic" : "not-aesthetic")/copy\(number).jpg")
        }
        try scratch.write(try scratch.data("other/aesthetic/copy0.jpg") + Data([0]), to: "other/not-aesthetic/new.jpg")
        let copies = try scratch.run("evaluate", ["other", "--model", "c.h5", "--output", "copies.json"])
        copies.expectDone()
        #expect(copies.lines.first?.contains("trained on 5 of the 6 photographs") == true, "\(copies.output)")
        struct Results: Decodable {
            struct Set: Decodable {
                struct Unseen: Decodable { let trainedOn: Int, aesthetic: Int, notAesthetic: Int }

                let unseen: Unseen?
            }

            let sets: [Set]
            let warnings: [Warning]
        }
        let results = try JSONDecoder().decode(Results.self, from: try scratch.data("copies.json"))
        #expect(results.sets[0].unseen?.trainedOn == 5 && results.sets[0].unseen?.notAesthetic == 1)
        #expect(results.warnings.first?.kind == .trainedOn)
        try scratch.run("report", ["copies.json", "--output", "r.html"]).expectDone()
        let page = String(decoding: try scratch.data("r.html"), as: UTF8.self)
        #expect(page.contains("the classifier was trained on 5 of the 6 photographs"))
        let compared = try scratch.run("evaluate", ["--compare", "same.json", "copies.json"])
        compared.expectDone()
        #expect(compared.lines.first?.contains("same.json: pictures: the classifier was trained on 16") == true)
    }

    @Test func featuresThatDoNotVaryAreRefused() throws {
        let file = try FeaturesFile.open(gallery.first)
        try FeaturesFile.write(
            to: scratch.path("same.h5"), header: file.header, rows: file.rows,
            features: Matrix(rows: file.count, columns: file.columns, repeating: 0.5), skipped: [], provenance: file.provenance)
        for (stage, arguments) in [
            ("train", []), ("train", ["--hidden", "4"]), ("select", ["--by", "anova", "--genes", "2"]),
            ("evolve", ["--genes", "2"]),
        ] as [(String, [String])] {
            try scratch.run(stage, ["same.h5", "--output", "o.h5"] + arguments)
                .expectRefusal(65, "same.h5", "all 16 photographs have the same features")
        }
    }

    @Test func memoryIsAskedForBeforeItIsTaken() throws {
        try write(12, of: 30, columns: 30_000, to: "wide.h5")
        let line = "ulimit -v 3000000; kalon-evolve wide.h5 --genes 10 --fitness linear --output m.h5"
        let outcome = try Command(shell: line, in: scratch.folder).run()
        outcome.expectRefusal(64, "--fitness linear on 30 photographs of 30000 columns", "3.6 GB")
    }
}
