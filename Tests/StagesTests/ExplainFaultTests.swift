import Foundation
import Imaging
import Records
import TestSupport
import Testing

/// What could keep `kalon-explain` from an explanation.
@Suite struct ExplainFaultTests {
    private static let everyMethod = [
        "lime", "shap", "shapley", "gradients", "smoothgrad", "integrated-gradients", "expected-gradients", "lrp", "cam",
        "grad-cam", "multigap", "random",
    ]
    private static let quick = ["--samples", "20", "--evaluations", "20", "--gradient-samples", "2"]
    private let scratch: Scratch
    private let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func explain(_ photograph: String, model: String? = nil, by methods: [String], _ options: [String] = quick) throws
        -> Outcome
    {
        try scratch.run(
            "explain", [photograph, "--model", model ?? gallery.classifier, "--output", "why", "--method"] + methods + options)
    }

    @Test func moreSamplesThanMemoryAreRefusedBeforeTheyAreDrawn() throws {
        let outcome = try explain(gallery.photographs[0], by: ["lime", "random"], ["--samples", "1000000000"])
        #expect(outcome.code == 65)
        #expect(outcome.error.contains("lime would take"), "\(outcome.error)")
        // What the other method says is there.
        #expect(try ExplanationFile.read(scratch.path("why/0001.h5")).methods.map(\.name) == ["random"])
    }

    /// Pictures smaller than a segment, a row, and a single pixel: each method explains them or says why not.
    @Test(arguments: [(1, 1), (2, 3), (1, 40), (7, 5)])
    func tinyPhotographsAreExplainedOrRefusedByName(_ width: Int, _ height: Int) throws {
        let pixels = (0..<3 * width * height).map { UInt8($0 * 37 % 256) }
        try Picture(width: width, height: height, pixels: pixels).write(to: scratch.path("tiny.png"), as: .png)
        let outcome = try explain("tiny.png", by: Self.everyMethod)
        #expect(outcome.code == 0 || outcome.code == 65, "\(outcome.error)")
        let found = try ExplanationFile.read(scratch.path("why/tiny.h5")).methods
        for method in Self.everyMethod where !found.contains(where: { $0.name == method }) {
            #expect(outcome.error.contains("tiny.png: \(method): "), "\(method): \(outcome.error)")
        }
        for method in found { #expect(method.attribution.allSatisfy { $0.isFinite }, "\(method.name)") }
    }

    /// A judge of two photographs, each in both classes, learns nothing, and so says the same of all.
    @Test func aConstantJudgeIsNamed() throws {
        for number in 0..<8 {
            let folder = number % 2 == 0 ? "set/aesthetic" : "set/not-aesthetic"
            try scratch.copy(gallery.photographs[number / 2 % 2], to: "\(folder)/\(number).jpg")
        }
        try scratch.run("extract", ["set", "--output", "f.h5"] + Gallery.firstExtractor).expectDone()
        try scratch.run("train", ["f.h5", "--head", "linear", "--output", "c.h5"]).expectDone()
        let outcome = try explain(gallery.photographs[0], model: "c.h5", by: ["lime", "shap", "shapley", "gradients"])
        #expect(outcome.error.contains("there may be nothing to explain"), "\(outcome.error)")
        #expect(outcome.error.contains("there is nothing to explain"), "\(outcome.error)")
    }

    /// The layers of a network from a file are not known: a method that needs them names those that do not.
    @Test func aNetworkFromAFileHasTheMethodsThatNeedNoLayers() throws {
        try scratch.copy(Fixture.path("model-files/maps.onnx"), to: "maps.onnx")
        for number in 0..<8 {
            let folder = number % 2 == 0 ? "set/aesthetic" : "set/not-aesthetic"
            try scratch.copy(gallery.photographs[number], to: "\(folder)/\(number).jpg")
        }
        let input = ["--stretch", "--size", "64", "--values", "unit"]
        try scratch.run("extract", ["set", "--output", "f.h5", "--extractor", "onnx:maps.onnx"] + input).expectDone()
        try scratch.run("train", ["f.h5", "--head", "linear", "--output", "c.h5"]).expectDone()
        let refused = try explain(gallery.photographs[0], model: "c.h5", by: ["lrp"])
        #expect(refused.code == 65)
        #expect(refused.error.contains("methods that need none: lime, shap, shapley, random"), "\(refused.error)")
        let options = Self.quick + ["--superpixels", "slic"]
        try explain(gallery.photographs[0], model: "c.h5", by: ["lime", "shap", "shapley"], options).expectDone()
    }

    @Test func aStoppedRunGoesOn() throws {
        let options = ["--method", "random", "lime", "--samples", "400", "--superpixels", "slic"]
        let arguments = gallery.photographs.prefix(6) + ["--model", gallery.classifier] + options
        try scratch.run("explain", arguments + ["--output", "whole"]).expectDone()
        var stopped: Outcome?
        for _ in 0..<8 where stopped?.code != 130 {
            try? FileManager.default.removeItem(atPath: scratch.path("why"))
            let running = try Command("kalon-explain", arguments + ["--output", "why"], in: scratch.folder).start()
            while running.process.isRunning, !scratch.exists("why/0002.h5.partial"), !scratch.exists("why/0002.h5") {
                usleep(500)
            }
            running.sendToAll(SIGINT)
            stopped = try running.outcome()
        }
        #expect(stopped?.code == 130 && stopped?.error.contains("interrupted") == true, "\(String(describing: stopped))")
        #expect(!scratch.exists("why/index.html"))
        let again = try scratch.run("explain", arguments + ["--output", "why"])
        again.expectDone()
        #expect(again.error.contains("is taken from an earlier run"))
        for name in ["0001", "0002", "0006"] {
            let (found, expected) = try (
                ExplanationFile.read(scratch.path("why/\(name).h5")), ExplanationFile.read(scratch.path("whole/\(name).h5"))
            )
            #expect(found.methods.map(\.attribution) == expected.methods.map(\.attribution))
        }
        #expect(try scratch.visibleNames.allSatisfy { !$0.hasSuffix(".partial") })
    }
}
