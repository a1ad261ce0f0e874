import Foundation
import Records
import Testing
import TestSupport

/// Classifiers with their networks as one ONNX file.
@Suite struct WholeJudgeTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    /// The probabilities of `kalon-predict`, by path.
    private func probabilities(_ model: String) throws -> [String: Double] {
        let outcome = try scratch.run("predict", gallery.photographs + ["--model", model, "--format", "jsonl"])
        outcome.expectDone()
        let lines = try outcome.lines.map { try JSONDecoder().decode(PipelineTests.Line.self, from: Data($0.utf8)) }
        return Dictionary(uniqueKeysWithValues: lines.compactMap { line in line.aesthetic.map { (line.path, $0) } })
    }

    /// The whole, run as any network in a file, says of each photograph what its stages say: features, components, scaling,
    /// layers.
    @Test func theFileSaysWhatPredictSays() throws {
        try scratch.run("reduce", [gallery.first, "--components", "6", "--model", "pca.h5", "--output", "r.h5"]).expectDone()
        try scratch.run("train", ["r.h5", "--output", "c.h5"] + Gallery.training).expectDone()
        let exported = try scratch.run("export", ["c.h5", "--output", "judge.onnx"])
        exported.expectDone()
        #expect(exported.error.contains("image to probability"))
        try scratch.run("extract", [gallery.pictures, "--extractor", "onnx:judge.onnx", "--output", "says.h5"]).expectDone()
        let file = try FeaturesFile.open(scratch.path("says.h5"))
        let found = try file.read(rows: 0..<file.rows.paths.count)
        #expect(found.columns == 1 && found.rows == Gallery.count)
        let expected = try probabilities("c.h5")
        #expect(expected.count == Gallery.count && Set(expected.values).count > 1)
        for (row, path) in file.rows.paths.enumerated() {
            let value = try #require(expected[gallery.pictures + "/" + path])
            #expect(abs(Double(found[row, 0]) - value) < 1e-5, "\(path)")
        }
    }

    @Test func networksOfAJudgeAreQuantised() throws {
        let outcome = try scratch.run(
            "quantise",
            [gallery.pictures, "--classifier", gallery.classifier, "--count", "6", "--limit", "100", "--output", "j.onnx"])
        outcome.expectDone()
        #expect(outcome.error.split(separator: "convolutions in 8 bits").count == 3)
        let text = String(decoding: try scratch.data("j.onnx"), as: UTF8.self)
        #expect(text.contains("mobilenet-v1@0.25/input/image") && text.contains("mobilenet-v1@0.5/input/image"))
        #expect(text.contains("kalon_judge") && text.contains("kalon_record"))
    }

    @Test(arguments: [
        (["--output", "j.onnx"], "--extractor", Int32(64)), (["CLASSIFIER", "--output", "j.h5"], "written as .onnx", 64),
        (["CLASSIFIER", "--extractor", "multigap", "--output", "j.onnx"], "names its own extractors", 64),
        (
            ["CLASSIFIER", "--moved-weights", "vgg16=w.h5", "--output", "j.onnx"],
            "mobilenet-v1@0.5 (--moved-weights)", 64
        ),
        (["CLASSIFIER", "--moved-weights", "w.h5", "--output", "j.onnx"], "NETWORK=FILE", 64),
        (["CLASSIFIER", "--moved-weights", "mobilenet-v1@0.25=seeded:9", "--output", "j.onnx"], "seeded:9", 65),
        (
            ["--extractor", "vgg16", "--weights", "seeded:1", "--moved-weights", "a=b", "--output", "j.onnx"],
            "needs a classifier", 64
        ),
    ])
    func whatCannotBeExported(_ arguments: [String], _ fact: String, _ code: Int32) throws {
        let arguments = arguments.map { $0 == "CLASSIFIER" ? gallery.classifier : $0 }
        try scratch.run("export", arguments).expectRefusal(code, fact)
        #expect(!scratch.exists("j.onnx"))
    }
}
