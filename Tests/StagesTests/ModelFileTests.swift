import Files
import Foundation
import Inference
import Records
import Testing
import TestSupport

/// Networks in files: what they give, and what is refused.
@Suite struct ModelFileTests {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let name: String
        /// The extractor, and its options.
        let arguments: [String]
        let taps: [String]
        let widths: [Int]
        /// What another engine gives.
        let features: [Float]

        var testDescription: String { name }

        static let all: [Case] = {
            struct File: Decodable { let cases: [Case] }
            return (try? Fixture.json("model-files/expected.json", as: File.self))?.cases ?? []
        }()
    }

    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        for name in try FileManager.default.contentsOfDirectory(atPath: Fixture.path("model-files")) {
            try scratch.copy(Fixture.path("model-files/" + name), to: name)
        }
        try scratch.copy(scratch.path("picture.png"), to: "pictures/picture.png")
    }

    private func extract(_ extractor: String, _ options: String...) throws -> Outcome {
        try scratch.run("extract", ["pictures", "--output", "o.h5", "--extractor", extractor] + options)
    }

    @Test func thereAreCases() {
        #expect(Case.all.count == 13)
    }

    @Test("a network in a file gives what other engines give", arguments: Case.all)
    func features(_ example: Case) throws {
        try scratch.run("extract", ["pictures", "--output", "o.h5", "--extractor"] + example.arguments).expectDone()
        let file = try FeaturesFile.open(scratch.path("o.h5"))
        let configuration = try #require(ExtractorConfiguration.list(json: file.header.extractorJSON).first)
        #expect(configuration.taps == example.taps)
        #expect(configuration.tapWidths == example.widths)
        let found = try file.readMatrix().elements
        expectClose(found, example.features, tolerance: 1e-5, scale: .ofLargest)
    }

    @Test func aDescriptionSaysHowTheFileIsRead() throws {
        let described = try scratch.run(
            "extract",
            [
                "--describe", "--extractor", "onnx:tokens.onnx", "--stretch", "--values", "signed", "--taps", "tokens,patches",
                "--tokens", "first", "--resampling", "antialiased-bicubic",
            ])
        described.expectDone()
        for fact in [
            #""network":"onnx:tokens.onnx""#, #""taps":["tokens","patches"]"#, #""tapWidths":[5,5]"#, #""layout":"NCHW""#,
            #""input":"image""#, #""poolings":["first token","mean over the picture, channels first"]"#, #""format":"ONNX""#,
            #""geometry":{"height":32,"kind":"stretch","width":32}"#, "bicubic",
            try FileDigest.sha256(of: scratch.path("tokens.onnx")),
        ] {
            #expect(described.output.contains(fact), "\(fact) in \(described.output)")
        }
    }

    /// Name, what is asked for, the exit code, and what the sentence must say.
    static let refusals: [(String, [String], Int32, [String])] = [
        ("missing", ["onnx:none.onnx", "--crop", "--values", "unit"], 66, ["none.onnx", "no such file"]),
        ("unknown format", ["model:picture.png", "--crop"], 64, ["picture.png", ".onnx", ".tflite", "saved_model.pb"]),
        ("not ONNX", ["onnx:tiny.tflite", "--crop"], 64, ["tiny.tflite", "TensorFlow Lite", "model:"]),
        ("a folder of other things", ["model:pictures", "--crop"], 66, ["pictures/saved_model.pb", "is missing"]),
        ("text", ["onnx:text.onnx", "--crop", "--values", "unit"], 65, ["text.onnx", "ONNX"]),
        ("cut off", ["onnx:cut.onnx", "--crop", "--values", "unit"], 65, ["cut.onnx", "ONNX"]),
        ("cut off, TensorFlow Lite", ["model:cut.tflite", "--crop", "--values", "unit"], 65, ["cut.tflite", "TensorFlow Lite"]),
        ("cut off, OpenVINO", ["model:cut.xml", "--crop", "--values", "unit"], 65, ["cut.xml", "OpenVINO"]),
        ("no weights beside", ["onnx:alone/external.onnx", "--crop"], 66, ["alone/external.weights", "is missing"]),
        ("no .bin beside", ["model:alone/maps.xml", "--crop"], 66, ["alone/maps.bin", "is missing"]),
        ("two inputs", ["onnx:two-inputs.onnx", "--crop"], 65, ["2 inputs", "a f32 [1, 3, 8, 8]", "b f32"]),
        ("no picture", ["onnx:vector.onnx", "--crop"], 65, ["the input x", "f32 [1, 10]", "[1, 3, height, width]"]),
        ("any rank", ["onnx:any-rank.onnx", "--crop"], 65, ["the input x", "any rank"]),
        ("layout open", ["onnx:any-layout.onnx", "--crop", "--values", "unit"], 64, ["[1, ?, ?, ?]", "--layout"]),
        (
            "layout against the shape", ["onnx:maps.onnx", "--crop", "--layout", "NHWC"], 64,
            ["the layout NHWC was asked for", "[?, 3, ?, ?]", "(--layout)"]
        ),
        ("no fit", ["onnx:tokens.onnx", "--values", "unit"], 64, ["32 x 32", "(--crop, --shorter-side, --border, --stretch)"]),
        ("no values", ["onnx:tokens.onnx", "--crop"], 64, ["--values"]),
        ("no size", ["onnx:maps.onnx", "--crop", "--values", "unit"], 64, ["any size", "--size"]),
        (
            "another size", ["onnx:tokens.onnx", "--crop", "--size", "64", "--values", "unit"], 64,
            ["a side of 64 pixels", "32 x 32", "(--size)"]
        ),
        (
            "the longest side", ["onnx:tokens.onnx", "--longest-side", "--values", "unit"], 64,
            ["longest side", "32 x 32", "(--crop, --border, --stretch)"]
        ),
        (
            "numbers for bytes", ["onnx:bytes.onnx", "--crop", "--values", "unit"], 64,
            ["bytes", "choose byte", "(--values, --mean)"]
        ),
        (
            "two outputs", ["onnx:tokens.onnx", "--crop", "--values", "unit"], 64,
            ["2 outputs", "tokens f32 [1, 17, 5]", "head f32 [1, 3]", "(--feature-output, --taps)"]
        ),
        (
            "unknown output", ["onnx:tokens.onnx", "--crop", "--values", "unit", "--feature-output", "heads"], 64,
            ["'heads'", "head, tokens"]
        ),
        (
            "unknown tensor", ["onnx:maps.onnx", "--crop", "--size", "32", "--values", "unit", "--taps", "convs"], 64,
            ["'convs'", "conv"]
        ),
        (
            "a name that TensorFlow's reader drops",
            ["model:saved", "--crop", "--size", "32", "--values", "unit", "--taps", "inner"], 64, ["'inner'", "features"]
        ),
        (
            "a tensor twice", ["onnx:maps.onnx", "--crop", "--size", "32", "--values", "unit", "--taps", "relu,re*"], 64,
            ["'relu'", "twice"]
        ),
        (
            "which tokens", ["onnx:tokens.onnx", "--crop", "--values", "unit", "--taps", "tokens"], 64,
            ["f32 [1, 17, 5]", "(--tokens)", "first"]
        ),
        (
            "random numbers", ["model:random.xml", "--stretch", "--values", "unit"], 65,
            ["random.xml", "RandomUniform", "every run"]
        ),
        ("weights of a file", ["onnx:maps.onnx", "--weights", "seeded:1"], 64, ["--weights", "onnx:maps.onnx"]),
        ("padding of a file", ["onnx:maps.onnx", "--padding", "same"], 64, ["--padding", "onnx:maps.onnx"]),
        (
            "tokens of a built-in network", ["multigap", "--weights", "seeded:1", "--tokens", "mean"], 64,
            ["--tokens", "multigap"]
        ),
        ("no weights", ["multigap"], 64, ["--weights", "multigap", "seeded:S"]),
        ("taps and outputs", ["onnx:maps.onnx", "--taps", "relu", "--feature-output", "features"], 64, ["either"]),
        ("mean alone", ["onnx:maps.onnx", "--mean", "1,2,3"], 64, ["--mean", "--deviation"]),
        ("two means", ["onnx:maps.onnx", "--values", "byte", "--mean", "1,2", "--deviation", "1,1"], 64, ["three numbers"]),
        ("mean of no values", ["onnx:maps.onnx", "--mean", "1,2,3", "--deviation", "1,1,1"], 64, ["--mean", "--values"]),
        ("shorter side alone", ["onnx:maps.onnx", "--shorter-side", "40"], 64, ["--shorter-side", "--crop"]),
        (
            "shorter side too short", ["onnx:tokens.onnx", "--crop", "--shorter-side", "31", "--values", "unit"], 64,
            ["--shorter-side is 31", "32"]
        ),
        (
            "shorter side below the square",
            ["onnx:maps.onnx", "--crop", "--size", "64", "--shorter-side", "40", "--values", "unit"],
            64, ["the shorter side is 40 pixels", "64x64", "choose at least 64 (--shorter-side)"]
        ),
    ]

    @Test("refused", arguments: refusals.map(\.0))
    func refusal(_ name: String) throws {
        try scratch.write("words", to: "text.onnx")
        for (whole, cut) in [("maps.onnx", "cut.onnx"), ("tiny.tflite", "cut.tflite"), ("maps.xml", "cut.xml")] {
            try scratch.write(scratch.data(whole).prefix(600), to: cut)
        }
        try scratch.copy(scratch.path("maps.bin"), to: "cut.bin")
        try scratch.copy(scratch.path("external.onnx"), to: "alone/external.onnx")
        try scratch.copy(scratch.path("maps.xml"), to: "alone/maps.xml")
        let (_, arguments, code, facts) = try #require(Self.refusals.first { $0.0 == name })
        let outcome = try scratch.run("extract", ["pictures", "--output", "o.h5", "--extractor"] + arguments)
        outcome.expectRefusal(code)
        for fact in facts { #expect(outcome.error.contains(fact), "'\(fact)' in: \(outcome.error)") }
        #expect(!scratch.exists("o.h5"))
    }

    @Test func aClassifierRebuildsItsExtractorAndRefusesAChangedFile() throws {
        let gallery = try Gallery.shared()
        try scratch.run(
            "extract",
            [
                gallery.pictures, "--output", "f.h5", "--extractor", "onnx:external.onnx", "--crop", "--shorter-side", "40",
                "--size", "32", "--values", "imagenet", "--taps", "relu,features",
            ]
        ).expectDone()
        let header = try FeaturesFile.open(scratch.path("f.h5")).header
        #expect(header.extractor == "onnx:external.onnx" && header.weights == "external.onnx")
        #expect(
            try header.weightsSHA256
                == FileDigest.sha256(ofFiles: [scratch.path("external.onnx"), scratch.path("external.weights")]))
        try scratch.run("train", ["f.h5", "--output", "c.h5"] + Gallery.training).expectDone()
        let before = try scratch.run("predict", [gallery.pictures, "--model", "c.h5"])
        before.expectDone()

        try scratch.copy(scratch.path("external.onnx"), to: "moved/renamed.onnx")
        try scratch.copy(scratch.path("external.weights"), to: "moved/external.weights")
        try FileManager.default.removeItem(atPath: scratch.path("external.onnx"))
        try scratch.run("predict", [gallery.pictures, "--model", "c.h5"]).expectRefusal(66, "external.onnx")
        func predict() throws -> Outcome {
            try scratch.run(
                "predict",
                [gallery.pictures, "--model", "c.h5", "--weights", "onnx:external.onnx=moved/renamed.onnx"])
        }
        let moved = try predict()
        moved.expectDone()
        #expect(moved.output == before.output)
        var weights = try scratch.data("moved/external.weights")
        weights[0] ^= 1
        try scratch.write(weights, to: "moved/external.weights")
        try predict().expectRefusal(65, "moved/renamed.onnx", "original")
    }

    @Test func exportIsForNetworksThatAreBuiltIn() throws {
        try scratch.run("export", ["--extractor", "onnx:maps.onnx", "--output", "e.onnx"])
            .expectRefusal(64, "onnx:maps.onnx", "built-in")
    }

    @Test func anExportedNetworkGivesTheFeaturesOfTheNetwork() throws {
        let network = ["--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1"]
        try scratch.run("export", network + ["--output", "exported.onnx"]).expectDone()
        try scratch.run("extract", ["pictures", "--output", "own.h5", "--size", "64"] + network).expectDone()
        try extract("onnx:exported.onnx", "--border", "--size", "64", "--values", "signed").expectDone()
        let own = try FeaturesFile.open(scratch.path("own.h5")).readMatrix().elements
        let found = try FeaturesFile.open(scratch.path("o.h5")).readMatrix().elements
        #expect(found == own)
    }

    @Test func anExportedNetworkKnowsItsInput() throws {
        let network = ["--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1"]
        let input = ["--crop", "--size", "64", "--orient", "exif"]
        try scratch.run("export", network + input + ["--output", "exported.onnx"]).expectDone()
        try scratch.run("extract", ["pictures", "--output", "own.h5"] + network + input).expectDone()
        try extract("onnx:exported.onnx").expectDone()
        #expect(
            try FeaturesFile.open(scratch.path("o.h5")).readMatrix().elements
                == FeaturesFile.open(scratch.path("own.h5")).readMatrix().elements)
        try extract("onnx:exported.onnx", "--size", "96").expectRefusal(64, "exported.onnx", "itself says", "--border")
        try extract("onnx:").expectRefusal(64, "'onnx:'", "path")
        try scratch.run("export", network + ["--size", "64", "--output", "w.h5"]).expectRefusal(64, "w.h5", "--size")
    }
}
