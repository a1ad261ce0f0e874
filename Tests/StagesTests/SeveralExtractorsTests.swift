import Foundation
import Records
import Testing
import TestSupport

/// Several extractors in one pass over the photographs, and compiled networks kept between runs.
@Suite struct SeveralExtractorsTests {
    let scratch: Scratch
    private let gallery: Gallery

    private static let second = ["--extractor", "mobilenet-v1@0.5", "--weights", "seeded:2"]

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    @Test func eachGetsTheFileThatItGetsAlone() throws {
        let arguments =
            [gallery.pictures] + Gallery.firstExtractor + ["--output", "first.h5"] + Self.second
            + ["--size", "48", "--output", "second.h5"]
        try scratch.run("extract", arguments).expectDone()
        #expect(try FeaturesValues(scratch.path("first.h5")) == FeaturesValues(gallery.first))
        try scratch.run("extract", [gallery.pictures] + Self.second + ["--size", "48", "--output", "alone.h5"]).expectDone()
        #expect(try FeaturesValues(scratch.path("second.h5")) == FeaturesValues(scratch.path("alone.h5")))
    }

    @Test func oneOutputTakesAllSideBySide() throws {
        let arguments = [
            "--output=both.h5", "--extractor", "mobilenet-v1@0.25", "--extractor", "mobilenet-v1@0.5", gallery.pictures,
            "--weights", "seeded:1", "--size", "64", "--size", "default", "--threads", "1",
        ]
        try scratch.run("extract", arguments).expectDone()
        let both = try FeaturesFile.open(scratch.path("both.h5"))
        #expect(both.columns == 256 + 512)
        #expect(both.header.extractorJSON.contains(#""side":64"#) && both.header.extractorJSON.contains(#""side":224"#))
        let first = try FeaturesFile.open(gallery.first).readMatrix()
        let columns = try both.readMatrix()
        for row in 0..<first.rows { #expect(columns.row(row).prefix(256).elementsEqual(first.row(row))) }
        // What is made of it knows both networks.
        try scratch.run("train", ["both.h5", "--output", "c.h5"] + Gallery.training).expectDone()
        let verdicts = try scratch.run("predict", [gallery.photographs[0], "--model", "c.h5"])
        verdicts.expectDone()
        #expect(verdicts.lines.count == 1)
    }

    @Test func theyAreDescribedInOrder() throws {
        let outcome = try scratch.run("extract", ["--describe"] + Gallery.firstExtractor + Gallery.secondExtractor)
        outcome.expectDone()
        let first = try #require(outcome.output.range(of: "mobilenet-v1@0.25")?.lowerBound)
        let second = try #require(outcome.output.range(of: "mobilenet-v1@0.5")?.lowerBound)
        #expect(first < second)
    }

    @Test(arguments: [
        (
            "as many outputs", ["--output", "a.h5", "--output", "b.h5", "--output", "c.h5"],
            ["--output is given 3 times", "2 times"]
        ),
        ("one file twice", ["--output", "a.h5", "--output", "./a.h5"], ["./a.h5", "another output"]),
        ("a wrong second", ["--output", "a.h5", "--output", "b.h5", "--size", "64", "--size", "1"], ["--size is 1"]),
        ("weights for each", ["--output", "a.h5", "--weights", "default", "--weights", "seeded:1"], ["--weights is missing"]),
    ])
    func refused(_ name: String, arguments: [String], facts: [String]) throws {
        var line = [gallery.pictures, "--extractor", "mobilenet-v1@0.25", "--extractor", "mobilenet-v1@0.5"] + arguments
        if !arguments.contains("--weights") { line += ["--weights", "seeded:1"] }
        let outcome = try scratch.run("extract", line)
        #expect(!outcome.isSignal && outcome.code == 64, "\(outcome.testDescription)")
        for fact in facts { #expect(outcome.error.contains(fact), "\(outcome.testDescription)") }
        #expect(try scratch.visibleNames.isEmpty)
    }

    /// An option of the extractor that takes a value and is unknown to the division would belong to all.
    @Test func everyOptionOfAnExtractorMayDifferBetweenThem() throws {
        let outcome = try scratch.run("extract", ["--experimental-dump-help"])
        outcome.expectDone()
        let help = try JSONDecoder().decode(HelpDump.self, from: Data(outcome.output.utf8))
        let options = help.command.arguments.filter { $0.kind == "option" && $0.sectionTitle == "Extractor" }
        #expect(options.count >= 16)
        for option in options.compactMap(\.longName) where option != "extractor" {
            let values = Array(repeating: ["--\(option)", "default"], count: 3).flatMap { $0 }
            let refused = try scratch.run("extract", ["--extractor", "vgg16", "--extractor", "resnet-50"] + values)
            #expect(refused.error.contains("--\(option) is given 3 times"), "\(refused.testDescription)")
        }
    }

    /// What the argument parser says of a command.
    private struct HelpDump: Decodable {
        struct Command: Decodable { let arguments: [Argument] }
        struct Name: Decodable {
            let kind: String
            let name: String
        }
        struct Argument: Decodable {
            let kind: String
            let sectionTitle: String?
            let preferredName: Name?
            var longName: String? { preferredName.flatMap { $0.kind == "long" ? $0.name : nil } }
        }
        let command: Command
    }

    @Test func compiledNetworksAreKeptUnlessToldOtherwise() throws {
        var command = Command(
            "kalon-extract", [gallery.pictures, "--output", "a.h5"] + Gallery.firstExtractor, in: scratch.folder)
        command.environment["XDG_CACHE_HOME"] = scratch.path("cache")
        let folder = scratch.path("cache/kalon/networks")
        func entries() -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
        }
        let plain = Command("kalon-extract", command.arguments + ["--no-cache"], in: scratch.folder)
        try plain.run().expectDone()
        #expect(entries().isEmpty)
        for _ in 0..<2 {
            try command.run().expectDone()
            #expect(entries().count == 1)
            #expect(try FeaturesValues(scratch.path("a.h5")) == FeaturesValues(gallery.first))
        }
        let entry = try #require(entries().first)
        let whole = try Data(contentsOf: URL(fileURLWithPath: entry))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: entry))
        let mended = try command.run()
        mended.expectDone()
        #expect(mended.error.contains("damaged"))
        #expect(try FeaturesValues(scratch.path("a.h5")) == FeaturesValues(gallery.first))
        #expect(try !command.run().error.contains("damaged"))
    }
}
