import Foundation
import Judging
import Matrices
import Records
import StageSupport
import Testing
import TestSupport

/// The whole way from pictures to figures, on raw, reduced and masked features.
@Suite struct PipelineTests {
    /// The part of the results that these tests look at.
    struct Results: Decodable {
        struct Set: Decodable {
            struct Confusion: Decodable, Equatable {
                let truePositives, falsePositives, trueNegatives, falseNegatives: Int
            }

            let name: String
            let aesthetic, notAesthetic: Int
            let confusion: Confusion
            let accuracy: Double
        }

        let model: String
        let sets: [Set]
    }

    /// A line of `kalon-predict --format jsonl`.
    struct Line: Decodable {
        let path: String
        let label: String?
        let confidence: Double?
        let aesthetic: Double?
        let score: Double?
        let skipped: String?

        enum CodingKeys: String, CodingKey {
            case path, label, confidence, score, skipped
            case aesthetic = "probability_aesthetic"
        }
    }

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func run(_ stage: String, _ arguments: [String]) throws {
        let outcome = try scratch.run(stage, arguments)
        try #require(outcome.code == 0 && !outcome.isSignal, "\(stage): \(outcome.testDescription)")
    }

    /// Evaluates sets one by one, expects the same of all, and returns it.
    private func evaluate(_ model: String, on sets: [[String]]) throws -> Results.Set {
        var found: [Results.Set] = []
        for set in sets {
            try run("evaluate", set + ["--model", model, "--output", "results.json"])
            let results = try JSONDecoder().decode(Results.self, from: scratch.data("results.json"))
            #expect(results.model == model)
            #expect(results.sets.count == 1)
            found += results.sets
        }
        let first = try #require(found.first)
        #expect(found.allSatisfy { $0.name == "pictures" && $0.confusion == first.confusion })
        #expect(first.aesthetic == Gallery.count / 2 && first.notAesthetic == Gallery.count / 2)
        return first
    }

    /// Expects of a classifier that predicting the pictures, evaluating their features and evaluating their folder
    /// say the same, and that it has learned what it was shown.
    private func expectOneVerdict(_ model: String, features: [[String]]) throws {
        let measured = try evaluate(model, on: features + [[gallery.pictures]])
        #expect(measured.accuracy > 0.7, "\(measured)")
        let prediction = try scratch.run("predict", [gallery.pictures, "--model", model, "--format", "jsonl"])
        prediction.expectDone()
        let lines = try prediction.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(lines.map(\.path) == gallery.photographs)
        let hits = lines.prefix(Gallery.count / 2).filter { $0.label == "aesthetic" }.count
        #expect(hits == measured.confusion.truePositives)
        let classifier = try Classifier(path: path(model))
        for files in features {
            let set = try classifier.set(named: "pictures", files: files.map { try FeaturesFile.open(path($0)) })
            let probabilities = try classifier.judgements(of: set.input).map(\.value)
            expectClose(lines.map { $0.aesthetic ?? .nan }, probabilities, tolerance: 1e-4)
            for (line, probability) in zip(lines, probabilities) {
                #expect((line.label == "aesthetic") == (probability >= classifier.threshold))
            }
        }
    }

    private func path(_ name: String) -> String { name.hasPrefix("/") ? name : scratch.path(name) }

    @Test func rawFeatures() throws {
        try expectOneVerdict(
            gallery.classifier, features: [[gallery.first, gallery.second], [gallery.second, gallery.first]])
    }

    /// One extractor reduced, the other as it is.
    @Test func reducedFeatures() throws {
        try run("reduce", [gallery.second, "--components", "6", "--model", "p.h5", "--output", "r.h5"])
        try run("train", [gallery.first, "r.h5", "--output", "c.h5"] + Gallery.training)
        try expectOneVerdict("c.h5", features: [["r.h5", gallery.first], [gallery.first, gallery.second]])
    }

    /// Both reduced together, whitened, by a share of the variance; the model is applied to the same features again.
    @Test func featuresReducedTogether() throws {
        let files = [gallery.first, gallery.second]
        try run("reduce", files + ["--joint", "--components", "0.9", "--whiten", "--model", "p.h5", "--output", "r.h5"])
        try run("reduce", files + ["--apply", "p.h5", "--output", "again.h5"])
        #expect(try FeaturesValues(scratch.path("r.h5")) == FeaturesValues(scratch.path("again.h5")))
        let model = try ReductionFile.read(scratch.path("p.h5"))
        #expect((0.9...1).contains(model.explainedVarianceRatio.reduce(0, +)))
        try run("train", ["r.h5", "--output", "c.h5"] + Gallery.training)
        try expectOneVerdict("c.h5", features: [["r.h5"], [gallery.second, gallery.first]])
    }

    /// Each file reduced on its own, to a size of its own, in one run; and the same from two.
    @Test func featuresReducedApart() throws {
        let files = [gallery.first, gallery.second]
        try run("reduce", files + ["--components", "3,4", "--model", "p.h5", "--output", "r.h5"])
        try run("reduce", files + ["--apply", "p.h5", "--output", "again.h5"])
        #expect(try FeaturesValues(scratch.path("r.h5")) == FeaturesValues(scratch.path("again.h5")))
        let models = try ReductionFile.readAll(scratch.path("p.h5"))
        #expect(models.map(\.components.rows) == [3, 4])
        try run("reduce", [gallery.first, "--components", "3", "--model", "p1.h5", "--output", "r1.h5"])
        try run("reduce", [gallery.second, "--components", "4", "--model", "p2.h5", "--output", "r2.h5"])
        #expect(try [ReductionFile.read(scratch.path("p1.h5")), ReductionFile.read(scratch.path("p2.h5"))] == models)
        try run("train", ["r.h5", "--output", "c.h5"] + Gallery.training)
        try expectOneVerdict(
            "c.h5", features: [["r.h5"], [gallery.second, gallery.first], ["r1.h5", "r2.h5"], ["r2.h5", gallery.first]])
    }

    @Test func independentComponents() throws {
        let options = ["--method", "ica", "--components", "3", "--contrast", "cube", "--approach", "deflation", "--seed", "7"]
        try run("reduce", [gallery.first, "--model", "p.h5", "--output", "r.h5"] + options)
        try run("reduce", [gallery.first, "--apply", "p.h5", "--output", "again.h5"])
        #expect(try FeaturesValues(scratch.path("r.h5")) == FeaturesValues(scratch.path("again.h5")))
        let model = try ReductionFile.read(scratch.path("p.h5"))
        #expect(model.mixing?.rows == 3 && model.method?.contains(#""contrast":"cube""#) == true)
        try run("train", ["r.h5", gallery.second, "--output", "c.h5"] + Gallery.training)
        try expectOneVerdict("c.h5", features: [["r.h5", gallery.second], [gallery.first, gallery.second]])
    }

    @Test func maskedFeatures() throws {
        let join = try FeaturesJoin.open([gallery.first, gallery.second])
        let indices = stride(from: 1, to: join.columns, by: 3).map(UInt32.init)
        let mask = MaskContent(
            indices: indices, sourceColumns: join.columns, blocks: join.blocks, fitness: 0.5, history: [])
        try MaskFile.write(mask, provenance: join.files[0].provenance, to: scratch.path("m.h5"))
        try run("train", [gallery.first, gallery.second, "--mask", "m.h5", "--output", "c.h5"] + Gallery.training)
        #expect(try ClassifierFile.read(scratch.path("c.h5")).inputWidth == indices.count)
        try expectOneVerdict("c.h5", features: [[gallery.first, gallery.second]])
        try scratch.run("train", [gallery.first, "--mask", "m.h5", "--output", "d.h5"] + Gallery.training)
            .expectRefusal(65, "m.h5", "\(join.columns) columns", "256")
        try scratch.run(
            "train", [gallery.second, gallery.first, "--mask", "m.h5", "--output", "d.h5"] + Gallery.training
        ).expectRefusal(65, "m.h5", "same order")
    }

    @Test func aStudentLearnsFromATeacher() throws {
        let teaching = ["--teacher", gallery.classifier, "--alpha", "0.3", "--temperature", "3"]
        try run(
            "train",
            [gallery.first, "--output", "s.h5", "--teacher-features", gallery.second, gallery.first] + teaching
                + Gallery.training)
        try run("train", [gallery.first, "--output", "plain.h5"] + Gallery.training)
        try expectOneVerdict("s.h5", features: [[gallery.first]])
        let student = try ClassifierFile.read(scratch.path("s.h5"))
        #expect(student.layers != (try ClassifierFile.read(scratch.path("plain.h5"))).layers)
        try scratch.run("train", [gallery.first, "--output", "t.h5"] + teaching + Gallery.training)
            .expectRefusal(65, gallery.classifier, "seeded:2", gallery.first)
        #expect(!scratch.exists("t.h5"))
    }

    @Test func aStudentLearnsFromSeveralTeachersOrFromALayer() throws {
        try run("train", [gallery.second, "--output", "other.h5"] + Gallery.training)
        let both = [
            "--teacher", gallery.classifier, "--teacher", "other.h5", "--teacher-features", gallery.first, gallery.second,
        ]
        try run("train", [gallery.first, "--output", "mean.h5"] + both + Gallery.training)
        let one = ["--teacher", "other.h5", "--teacher-features", gallery.second]
        try run("train", [gallery.first, "--output", "one.h5"] + one + Gallery.training)
        try run("train", [gallery.first, "--output", "layer.h5"] + one + ["--matching", "0.5"] + Gallery.training)
        let layers = try ["mean.h5", "one.h5", "layer.h5"].map { try ClassifierFile.read(scratch.path($0)).layers }
        #expect(layers[0] != layers[1] && layers[1] != layers[2])
        try expectOneVerdict("layer.h5", features: [[gallery.first]])
        try scratch.run("train", [gallery.first, "--output", "t.h5"] + both + ["--matching", "1"] + Gallery.training)
            .expectRefusal(64, "several teachers")
        let useless = ["--teacher", "other.h5", "--teacher", "other.h5", "--teacher-features", gallery.first, gallery.second]
        try scratch.run("train", [gallery.first, "--output", "t.h5"] + useless + Gallery.training)
            .expectRefusal(65, gallery.first, "does not use")
        #expect(!scratch.exists("t.h5"))
    }

    /// Everything again with the same seed: the same numbers.
    @Test func theSameSeedGivesTheSameNumbers() throws {
        for name in ["1", "2"] {
            try run("render", ["pictures\(name)", "--count", "3", "--seed", "8"])
            try run("extract", ["pictures\(name)", "--output", "f\(name).h5"] + Gallery.firstExtractor)
            try run("reduce", [gallery.first, "--components", "4", "--model", "p\(name).h5", "--output", "r\(name).h5"])
            try run("train", ["r\(name).h5", "--output", "c\(name).h5"] + Gallery.training)
        }
        for picture in ["aesthetic/0001.jpg", "aesthetic/0002.jpg", "not-aesthetic/0001.jpg"] {
            #expect(try scratch.data("pictures1/" + picture) == scratch.data("pictures2/" + picture))
        }
        #expect(try FeaturesValues(scratch.path("f1.h5")) == FeaturesValues(scratch.path("f2.h5")))
        #expect(try ReductionFile.read(scratch.path("p1.h5")) == ReductionFile.read(scratch.path("p2.h5")))
        #expect(try FeaturesValues(scratch.path("r1.h5")) == FeaturesValues(scratch.path("r2.h5")))
        let (first, second) = (try ClassifierFile.read(scratch.path("c1.h5")), try ClassifierFile.read(scratch.path("c2.h5")))
        #expect(first == second)
        try run("train", ["r1.h5", "--output", "other.h5"] + Gallery.training + ["--seed", "4"])
        #expect(try ClassifierFile.read(scratch.path("other.h5")).layers != first.layers)
    }

    /// The number of threads changes neither the rows nor their order, nor any bit of the features.
    @Test(arguments: [Gallery.firstExtractor, Gallery.secondExtractor])
    func threadsChangeNothing(extractor: [String]) throws {
        for threads in ["1", "2", "3", "16"] {
            try run("extract", [gallery.pictures, "--threads", threads, "--output", "t\(threads).h5"] + extractor)
        }
        let one = try FeaturesFile.open(scratch.path("t1.h5"))
        let expected = try one.readMatrix()
        #expect(!expected.elements.isEmpty && expected.elements.allSatisfy(\.isFinite))
        for threads in ["2", "3", "16"] {
            let other = try FeaturesFile.open(scratch.path("t\(threads).h5"))
            #expect(other.rows == one.rows)
            #expect(try other.readMatrix() == expected, "\(threads) threads")
        }
    }
}
