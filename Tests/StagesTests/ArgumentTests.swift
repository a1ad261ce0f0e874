import Foundation
import TestSupport
import Testing

/// The command lines: help, versions, and what is refused before any work.
@Suite struct ArgumentTests {
    static let stages = [
        "render", "extract", "reduce", "evolve", "train", "evaluate", "predict", "inspect", "export", "weights",
        "explore", "quantise", "report", "select",
    ]

    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: stages)
    func aStageExplainsItself(_ stage: String) throws {
        let help = try scratch.run(stage, ["--help"])
        help.expectDone()
        #expect(help.error.isEmpty)
        let lines = help.output.components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: "EXAMPLES"), "\(help.testDescription)")
        let examples = lines[(start + 1)...].prefix { !$0.isEmpty }
        #expect(examples.contains { $0.hasPrefix("  kalon-\(stage) ") })
        #expect(examples.allSatisfy { $0.hasPrefix("  ") }, "an example was wrapped: \(examples)")
    }

    @Test(arguments: stages)
    func aStageSaysItsVersion(_ stage: String) throws {
        let version = try scratch.run(stage, ["--version"])
        version.expectDone()
        #expect(version.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
        let through = try Command("kalon", [stage, "--version"], in: scratch.folder).run()
        #expect(through.output == version.output)
    }

    @Test func kalonRunsStages() throws {
        let words = ["predict", "none.jpg", "--model", "none.h5"]
        let through = try Command("kalon", words, in: scratch.folder).run()
        let direct = try scratch.run("predict", Array(words.dropFirst()))
        through.expectRefusal(66, "none.h5")
        #expect(through.code == direct.code && through.error == direct.error)
        let help = try Command("kalon", ["help"], in: scratch.folder).run()
        help.expectDone()
        for stage in Self.stages { #expect(help.output.contains("  \(stage) ")) }
        for stage in Self.stages {
            let explained = try Command("kalon", ["help", stage], in: scratch.folder).run()
            explained.expectDone()
            #expect(try explained.output == scratch.run(stage, ["--help"]).output)
        }
        try Command("kalon", ["help", "paint"], in: scratch.folder).run().expectRefusal(64, "'paint'", "extract")
        let unknown = try Command("kalon", ["paint"], in: scratch.folder).run()
        unknown.expectRefusal(64, "'paint'", "extract", "predict")
    }

    @Test func theListSaysWhatANetworkIs() throws {
        let list = try scratch.run("extract", ["--list"])
        list.expectDone()
        let lines = list.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func facts(_ network: String) -> [String] {
            lines.first { $0.first == network }.map { Array($0.dropFirst().prefix(5)) } ?? []
        }
        #expect(facts("vgg16") == ["512", "14714688", "224x224", "30.69", "caffe"])
        #expect(facts("multigap").prefix(3) == ["16928", "50203328", "996x664"])
        #expect(facts("shufflenet-v2@0.5").prefix(3) == ["1024", "349744", "224x224"])
        #expect(facts("shufflenet-v2-student").prefix(3) == ["256", "36542", "600x600"])
        #expect(facts("efficientnet-lite0") == ["1280", "3413024", "224x224", "0.77", "lite"])
        #expect(list.output.contains("PyTorch") && list.output.contains("Keras HDF5"))
    }

    /// Name, stage, arguments, and what the message must say.
    static let bad: [(String, String, [String], [String])] = [
        ("unknown option", "extract", ["p", "--output", "o.h5", "--colour"] + Gallery.firstExtractor, ["--colour"]),
        ("missing option", "extract", ["p", "--extractor", "multigap", "--weights", "seeded:1"], ["--output"]),
        ("missing folder", "extract", ["--output", "o.h5"] + Gallery.firstExtractor, ["the photographs are missing"]),
        ("missing network", "extract", ["p", "--weights", "seeded:1", "--output", "o.h5"], ["--extractor"]),
        ("missing weights", "export", ["--extractor", "multigap", "--output", "o.h5"], ["--weights"]),
        (
            "weights of the other format", "export",
            ["--extractor", "resnet-18", "--weights", "seeded:1", "--output", "o.h5"], ["o.h5", ".safetensors"]
        ),
        (
            "unknown network", "extract", ["p", "--extractor", "resnet", "--weights", "seeded:1", "--output", "o.h5"],
            ["'resnet'", "multigap", "efficientnet-b7"]
        ),
        (
            "width", "extract", ["p", "--extractor", "mobilenet-v1@wide", "--weights", "seeded:1", "--output", "o.h5"],
            ["'wide'", "mobilenet-v1@0.5"]
        ),
        (
            "seed of weights", "extract", ["p", "--extractor", "multigap", "--weights", "seeded:x", "--output", "o.h5"],
            ["'seeded:x'", "whole number"]
        ),
        ("taps without a name", "export", ["--taps", ",,", "--output", "m.onnx"] + Gallery.firstExtractor, ["--taps", "',,'"]),
        ("unknown tap", "export", ["--taps", "conv99", "--output", "m.onnx"] + Gallery.firstExtractor, ["'conv99'", "conv"]),
        ("a tap twice", "export", ["--taps", "conv1,conv1", "--output", "m.onnx"] + Gallery.firstExtractor, ["conv1", "twice"]),
        (
            "precision", "export", ["--precision", "int3", "--output", "m.onnx"] + Gallery.firstExtractor,
            ["'int3'", "float32", "bfloat16"]
        ),
        ("values", "export", ["--values", "odd", "--output", "m.onnx"] + Gallery.firstExtractor, ["'odd'", "unit", "signed"]),
        ("kind of output", "export", ["--output", "m.txt"] + Gallery.firstExtractor, ["m.txt", ".onnx"]),
        ("threads", "render", ["p", "--threads", "0"], ["--threads is 0", "1 to 1024"]),
        ("count", "render", ["p", "--count", "0"], ["--count is 0"]),
        ("negative seed", "render", ["p", "--seed=-1"], ["--seed", "-1"]),
        ("empty path", "render", ["", "--count", "1"], ["empty"]),
        ("components", "reduce", ["f.h5", "--components", "many", "--model", "p.h5", "--output", "r.h5"], ["'many'"]),
        ("fit and apply", "reduce", ["f.h5", "--components", "2", "--apply", "p.h5", "--output", "r.h5"], ["either"]),
        ("no model", "reduce", ["f.h5", "--components", "2", "--output", "r.h5"], ["--model"]),
        ("whiten", "reduce", ["f.h5", "--apply", "p.h5", "--whiten", "--output", "r.h5"], ["--whiten"]),
        ("layers", "train", ["f.h5", "--hidden", "16,x", "--output", "c.h5"], ["'16,x'"]),
        ("immense layer", "train", ["f.h5", "--hidden", "9999999999", "--output", "c.h5"], ["9999999999", "65536"]),
        ("immense batch", "train", ["f.h5", "--batch", "9999999999", "--output", "c.h5"], ["9999999999", "65536"]),
        ("validation", "train", ["f.h5", "--validation", "1", "--output", "c.h5"], ["--validation is 1"]),
        ("schedule", "train", ["f.h5", "--schedule", "odd", "--output", "c.h5"], ["'odd'", "published", "constant"]),
        ("alpha alone", "train", ["f.h5", "--alpha", "0.3", "--output", "c.h5"], ["--alpha", "--teacher"]),
        ("matching alone", "train", ["f.h5", "--matching", "0.3", "--output", "c.h5"], ["--matching", "--teacher"]),
        ("fitness", "evolve", ["f.h5", "--fitness", "luck", "--output", "m.h5"], ["'luck'", "train"]),
        ("immense population", "evolve", ["f.h5", "--population", "99999999999", "--output", "m.h5"], ["99999999999"]),
        ("format", "predict", ["p.jpg", "--model", "c.h5", "--format", "xml"], ["'xml'", "jsonl", "csv"]),
        ("moved weights", "predict", ["p.jpg", "--model", "c.h5", "--weights", "w.h5"], ["'w.h5'", "NETWORK=FILE"]),
    ]

    @Test(arguments: bad.indices)
    func aBadCommandLineIsExplained(_ index: Int) throws {
        let (name, stage, arguments, facts) = Self.bad[index]
        try scratch.makeFolder("p")
        let outcome = try scratch.run(stage, arguments)
        outcome.expectRefusal(64)
        for fact in facts { #expect(outcome.error.contains(fact), "\(name): \(outcome.error)") }
        #expect(try scratch.visibleNames == ["p"], "\(name)")
    }

    /// Every option that takes a number, with the rest of a command line that is whole.
    ///
    /// None of its files exists: numbers are judged first.
    private static let numeric: [(stage: String, options: [String], rest: [String])] = [
        (
            "train",
            [
                "--epochs", "--batch", "--learning-rate", "--validation", "--patience", "--focus", "--label-smoothing", "--mixup",
                "--average-decay", "--folds", "--threads", "--class-weights",
            ], ["f.h5", "--output", "c.h5"]
        ),
        ("train", ["--weight-decay"], ["f.h5", "--output", "c.h5", "--optimiser", "adamw"]),
        ("train", ["--momentum"], ["f.h5", "--output", "c.h5", "--optimiser", "sgd"]),
        ("train", ["--threshold"], ["f.h5", "--output", "c.h5", "--loss", "emd"]),
        ("train", ["--temperature", "--alpha", "--matching"], ["f.h5", "--output", "c.h5", "--teacher", "t.h5"]),
        (
            "evolve",
            [
                "--genes", "--population", "--elites", "--parents", "--immigrants", "--keep", "--keep-least", "--generations",
                "--stagnation",
                "--evaluations", "--minutes", "--size-penalty", "--confirm", "--reduction", "--penalty", "--test-share",
            ], ["f.h5", "--output", "m.h5"]
        ),
        ("evolve", ["--islands", "--migration-interval", "--migrants"], ["f.h5", "--output", "m.h5", "--islands", "3"]),
        ("evolve", ["--cuts"], ["f.h5", "--output", "m.h5", "--crossover", "multi-point"]),
        ("evolve", ["--flips"], ["f.h5", "--output", "m.h5", "--mutation", "bit-flip"]),
        ("evolve", ["--folds"], ["f.h5", "--output", "m.h5", "--fitness-split", "folds"]),
        ("evolve", ["--extraction-costs"], ["f.h5", "--output", "m.h5", "--objectives", "extraction"]),
        ("select", ["--genes", "--penalty"], ["f.h5", "--output", "m.h5", "--by", "anova"]),
        ("select", ["--neighbours"], ["f.h5", "--output", "m.h5", "--by", "mutual-information"]),
        ("select", ["--draws", "--votes"], ["f.h5", "--output", "m.h5", "--by", "gradient", "--model", "c.h5"]),
        ("reduce", ["--components"], ["f.h5", "--model", "p.h5", "--output", "r.h5"]),
        (
            "reduce", ["--alpha", "--tolerance", "--max-iterations"],
            ["f.h5", "--model", "p.h5", "--output", "r.h5", "--method", "ica", "--components", "2"]
        ),
        (
            "extract", ["--size", "--max-skipped", "--max-pixels", "--threads"],
            ["p", "--output", "o.h5"] + Gallery.firstExtractor
        ),
        ("extract", ["--shorter-side"], ["p", "--output", "o.h5", "--crop"] + Gallery.firstExtractor),
        ("extract", ["--mean"], ["p", "--output", "o.h5", "--values", "unit", "--deviation", "1,1,1"] + Gallery.firstExtractor),
        ("evaluate", ["--threshold"], ["f.h5", "--model", "c.h5"]),
        ("quantise", ["--count", "--limit", "--percentile"], ["p", "--output", "o.onnx"] + Gallery.firstExtractor),
        ("explore", ["--near", "--bins", "--sample"], ["p", "--manifest", "m.csv"]),
        ("report", ["--pictures"], ["r.json", "--output", "r.html"]), ("predict", ["--top"], ["a.jpg", "--model", "c.h5"]),
        ("render", ["--count"], ["p"]),
        ("weights", ["--attempts", "--timeout", "--pause"], ["fetch", "mobilenet-v1"]),
    ]

    @Test(arguments: numeric.indices)
    func aNumberThatNoOptionTakesIsRefusedByItsName(_ index: Int) throws {
        let (stage, options, rest) = Self.numeric[index]
        for option in options {
            for value in ["nan", "inf", "-inf", "-9223372036854775808"] {
                var rest = rest
                if let place = rest.firstIndex(of: option) { rest.removeSubrange(place...place + 1) }
                let outcome = try scratch.run(stage, rest + ["\(option)=\(value)"])
                #expect(!outcome.isSignal && outcome.code == 64, "\(option) \(value): \(outcome.testDescription)")
                #expect(outcome.error.contains(option), "\(option) \(value): \(outcome.error)")
            }
        }
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func asManyFoldsAsANumberHoldsAreRefused() throws {
        let gallery = try Gallery.shared()
        let folds = "--folds=\(Int.max)"
        try scratch.run("train", [gallery.first, "--output", "c.h5", folds]).expectRefusal(64, "--folds", "at most 1000000000")
        try scratch.run("train", [gallery.first, "--output", "c.h5", "--folds=1000000000"]).expectRefusal(65, "1000000000 folds")
        try scratch.run("evolve", [gallery.first, "--output", "m.h5", "--genes", "5", "--fitness-split", "folds", folds])
            .expectRefusal(64, "--folds")
    }

    /// Values that only the work itself can judge.
    @Test(arguments: [
        (["--epochs", "0"], "--epochs is 0"), (["--learning-rate", "0"], "--learning-rate is 0"),
        (["--patience", "0"], "patience is 0"),
    ])
    func aBadValueOfTrainingIsExplained(_ arguments: [String], _ fact: String) throws {
        let gallery = try Gallery.shared()
        let outcome = try scratch.run("train", [gallery.first, "--hidden", "4", "--output", "c.h5"] + arguments)
        outcome.expectRefusal(64, fact)
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test(arguments: [("0", "--components is 0"), ("1.5", "--components is 1.5"), ("nan", "--components is nan")])
    func aBadNumberOfComponentsIsExplained(_ components: String, _ fact: String) throws {
        let gallery = try Gallery.shared()
        let outcome = try scratch.run(
            "reduce", [gallery.first, "--components", components, "--model", "p.h5", "--output", "r.h5"])
        outcome.expectRefusal(64, fact)
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test(arguments: ["16", "100000"])
    func aSideOutOfRangeIsExplained(_ side: String) throws {
        try scratch.copy(Gallery.shared().photographs[0], to: "p/a.jpg")
        let outcome = try scratch.run(
            "extract", ["p", "--extractor", "mobilenet-v1", "--weights", "seeded:1", "--size", side, "--output", "o.h5"])
        outcome.expectRefusal(64, side, "32", "8192")
    }
}
