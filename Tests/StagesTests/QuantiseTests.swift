import Foundation
import Inference
import Records
import Testing
import TestSupport

/// `kalon-quantise`, and what `kalon-extract` makes of its networks.
@Suite struct QuantiseTests {
    private static let network = ["--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1", "--size", "64"]
    private static let taps = ["--taps", "conv_pw_3_relu,conv_pw_6_relu"]

    private func quantise(_ scratch: Scratch, _ options: [String]) throws -> Outcome {
        try scratch.run("quantise", [try Gallery.shared().pictures, "--output", "q.onnx"] + options)
    }

    @Test func featuresOfTheFileAreNearThoseOfTheNetwork() throws {
        let scratch = try Scratch()
        let pictures = try Gallery.shared().pictures
        let network = Self.network + Self.taps
        let outcome = try quantise(scratch, network + ["--limit", "10", "--count", "12"])
        outcome.expectDone()
        #expect(outcome.error.contains("convolutions in 8 bits"), "\(outcome.error)")
        // The file says how a photograph becomes its input.
        try scratch.run("extract", [pictures, "--extractor", "onnx:q.onnx", "--output", "q.h5"]).expectDone()
        try scratch.run("extract", [pictures, "--output", "f.h5"] + network).expectDone()
        let (quantised, float) = (
            try FeaturesFile.open(scratch.path("q.h5")), try FeaturesFile.open(scratch.path("f.h5"))
        )
        let (found, exact) = (try quantised.readMatrix().elements, try float.readMatrix().elements)
        try #require(found.count == exact.count)
        let difference = zip(found, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let size = exact.reduce(0) { $0 + $1 * $1 }
        #expect(difference > 0 && difference < 0.01 * size, "\(difference) of \(size)")
        let descriptions = try [quantised, float].map {
            try #require(ExtractorConfiguration.list(json: $0.header.extractorJSON).first)
        }
        #expect(descriptions[0].input == descriptions[1].input && descriptions[0].network == "onnx:q.onnx")
    }

    @Test func theSameCommandGivesTheSameNetwork() throws {
        let scratch = try Scratch()
        let options = Self.network + ["--taps", "conv_pw_1_relu", "--clip", "kl", "--limit", "50", "--count", "4"]
        try quantise(scratch, options).expectDone()
        try scratch.run("extract", [try Gallery.shared().pictures, "--extractor", "onnx:q.onnx", "--output", "a.h5"])
            .expectDone()
        try quantise(scratch, options).expectDone()
        try scratch.run("extract", [try Gallery.shared().pictures, "--extractor", "onnx:q.onnx", "--output", "b.h5"])
            .expectDone()
        #expect(try FeaturesValues(scratch.path("a.h5")) == FeaturesValues(scratch.path("b.h5")))
    }

    @Test func whatCannotBeQuantisedIsRefused() throws {
        let scratch = try Scratch()
        try quantise(scratch, ["--extractor", "efficientnet-b0", "--weights", "seeded:1"])
            .expectRefusal(64, "efficientnet-b0 is not quantised", "bfloat16 instead (--precision)")
        try quantise(scratch, Self.network + Self.taps + ["--limit", "0.000001", "--count", "2"])
            .expectRefusal(65, "at most 1e-06 %", "(--limit, --precision)")
        try quantise(scratch, ["--extractor", "mobilenet-v1", "--weights", "none.h5"])
            .expectRefusal(66, "none.h5")
        try quantise(scratch, ["--extractor", "onnx:none.onnx"]).expectRefusal(64, "onnx:none.onnx", "built-in")
        for (options, fact) in [
            (["--count", "0"], "--count is 0"), (["--limit", "0"], "--limit is 0"),
            (["--percentile", "20"], "--percentile is 20"), (["--clip", "kl", "--percentile", "99"], "--clip percentile"),
        ] {
            try quantise(scratch, Self.network + options).expectRefusal(64, fact)
        }
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func photographsThatCannotBeReadAreNoCalibration() throws {
        let scratch = try Scratch()
        try scratch.run("quantise", ["none", "--output", "q.onnx"] + Self.network).expectRefusal(66, "none")
        try FileManager.default.createDirectory(atPath: scratch.path("empty"), withIntermediateDirectories: true)
        try scratch.run("quantise", ["empty", "--output", "q.onnx"] + Self.network).expectRefusal(65, "empty")
        try FileManager.default.createDirectory(atPath: scratch.path("bad"), withIntermediateDirectories: true)
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: scratch.path("bad/a.jpg")))
        try scratch.run("quantise", ["bad", "--output", "q.onnx"] + Self.network)
            .expectRefusal(65, "none of the 1 photographs", "a.jpg")
    }
}
