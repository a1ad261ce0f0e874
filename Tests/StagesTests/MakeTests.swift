import Foundation
import Imaging
import TestSupport
import Testing

/// The make rules, with stages that only leave a file behind.
@Suite struct MakeTests {
    let scratch: Scratch

    private static let project =
        URL(fileURLWithPath: Fixture.path("")).appendingPathComponent("../..").standardizedFileURL
    private static let standard = ["DATA=../../photos", "BENCHMARKS=../../sets", "WEIGHTS=seeded:1"]

    init() throws {
        scratch = try Scratch()
        for name in ["pipelines/stages.mk", "pipelines/remember", "pipelines/list-photographs", "data/benchmarks.csv"] {
            try scratch.copy(Self.project.appendingPathComponent(name).path, to: name)
        }
        let stage = "#!/bin/sh\nwhile [ \"$1\" != --output ]; do shift; done\necho done >\"$2\"\n"
        for name in ["extract", "reduce", "evolve", "select", "train", "evaluate", "report"] {
            let path = try scratch.write(stage, to: ".build/release/kalon-\(name)")
            chmod(path, 0o755)
        }
        try scratch.write("EXTRACTORS := one\nTRAIN ?= --epochs 3\ninclude ../stages.mk\n", to: "pipelines/x/Makefile")
        let photographs = ["photos/aesthetic/a.jpg", "photos/bad/b c.JPG", "sets/set/a.png"]
        for name in photographs + ["photos/notes.txt", "sets/notes.txt"] { try scratch.write("x", to: name) }
    }

    private func make(_ arguments: [String]) throws -> Outcome {
        let words = (["-C", "pipelines/x", "--no-print-directory"] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try Command(shell: "unset MAKEFLAGS MAKELEVEL; make \(words)", in: scratch.folder).run()
    }

    /// The stages that make runs or, with -n, would run.
    private func stages(_ outcome: Outcome) -> [String] {
        outcome.lines.compactMap { line in
            line.firstMatch(of: #/release/kalon-([a-z]+) /#).map { String($0.1) }
        }
    }

    private var files: [String: Date] {
        get throws {
            let enumerator = try #require(FileManager.default.enumerator(atPath: scratch.folder))
            var files: [String: Date] = [:]
            for case let name as String in enumerator {
                let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(name))
                files[name] = attributes[.modificationDate] as? Date
            }
            return files
        }
    }

    @Test func onlyTrainingPhotographsGetCopies() throws {
        try make(Self.standard).expectDone()
        let augmented = try make(Self.standard + ["AUGMENT=blur,noise"])
        let extractions = augmented.lines.filter { $0.contains("kalon-extract") }
        #expect(extractions.count == 2 && stages(augmented).suffix(3) == ["train", "evaluate", "report"])
        #expect(extractions.allSatisfy { $0.contains("--augment blur,noise") == $0.contains("features/train/") })
        #expect(try stages(make(Self.standard + ["AUGMENT=blur,noise"])).isEmpty)
        #expect(try stages(make(Self.standard)).count == 5)
    }

    @Test func moreComponentsThanPhotographsAreRefusedBeforeAnythingIsExtracted() throws {
        let outcome = try make(Self.standard + ["COMPONENTS_one=9"])
        #expect(outcome.code != 0 && outcome.error.contains("COMPONENTS_one is 9"), "\(outcome.testDescription)")
        #expect(outcome.error.contains("at most 2 photographs") && outcome.output.isEmpty)
        try make(Self.standard + ["COMPONENTS_one=2"]).expectDone()
        try make(Self.standard + ["COMPONENTS_one=auto"]).expectDone()
    }

    @Test func aMaskIsEvolvedOrChosen() throws {
        let evolving = Self.standard + ["GENES=9"]
        try make(evolving).expectDone()
        let choosing = try make(evolving + ["SELECT=--by anova"])
        #expect(stages(choosing) == ["select", "train", "evaluate", "report"])
        #expect(choosing.output.contains("--genes 9 --by anova"))
        #expect(try stages(make(evolving)) == ["evolve", "train", "evaluate", "report"])
    }

    @Test func aDryRunWritesNothingAndKnowsWhatChanged() throws {
        let untouched = try files
        let first = try make(["-n"] + Self.standard)
        first.expectDone()
        #expect(stages(first) == ["extract", "extract", "train", "evaluate", "report"])
        #expect(try files == untouched)
        try make(Self.standard).expectDone()
        #expect(try stages(make(Self.standard)).isEmpty)
        let done = try files
        #expect(try stages(make(["-n"] + Self.standard)).isEmpty)
        #expect(try stages(make(["-n", "TRAIN=--epochs 4"] + Self.standard)) == ["train", "evaluate", "report"])
        try scratch.write("x", to: "photos/more.txt")
        #expect(try stages(make(["-n"] + Self.standard)).isEmpty, "a file that is no photograph")
        try scratch.write("x", to: "photos/bad/more.jpg")
        let dry = try make(["-n"] + Self.standard)
        #expect(stages(dry) == ["extract", "train", "evaluate", "report"])
        #expect(try files.filter { $0.key.hasPrefix("pipelines") } == done.filter { $0.key.hasPrefix("pipelines") })
        let real = try make(["TRAIN=--epochs 4"] + Self.standard)
        #expect(stages(real) == ["extract", "train", "evaluate", "report"])
    }

    @Test func onlyPhotographsAreListed() throws {
        try make(Self.standard).expectDone()
        let list = try String(decoding: scratch.data("pipelines/x/run/lists/train.txt"), as: UTF8.self)
        #expect(list.split(separator: "\n").map { $0.prefix { $0 != "\t" } } == ["aesthetic/a.jpg", "bad/b c.JPG"])
        let every = PictureFormat.allCases.flatMap(\.extensions).sorted()
        for ending in every { try scratch.write("x", to: "every/.hidden/\(ending).\(ending)") }
        for ending in every { try scratch.write("x", to: "every/\(ending).\(ending)") }
        try Command(shell: "pipelines/list-photographs every list.txt", in: scratch.folder).run().expectDone()
        let names = try String(decoding: scratch.data("list.txt"), as: UTF8.self).split(separator: "\n")
            .map { $0.prefix { $0 != "\t" } }
        #expect(Set(names.map(String.init)) == Set(every.map { "\($0).\($0)" }))
    }

    @Test func spacesWhereMakeHasNoneAreExplained() throws {
        try scratch.makeFolder("my photos")
        let data = try make(["DATA=../../my photos"] + Self.standard.dropFirst())
        #expect(data.code == 2 && data.error.contains("DATA is '../../my photos'"), "\(data.testDescription)")
        try scratch.makeFolder("sets/my set")
        let set = try make(Self.standard)
        #expect(set.code == 2, "\(set.testDescription)")
        #expect(set.error.contains("must not contain spaces") && set.error.contains("my set"))
        #expect(!scratch.exists("pipelines/x/run"))
    }

    /// A clone in a folder with a space in its name: what pkg-config and the linker are given.
    @Test func theProjectMayBeInAFolderWithSpaces() throws {
        try scratch.copy(Self.project.appendingPathComponent("Makefile").path, to: "my clone/Makefile")
        try scratch.copy(Self.project.appendingPathComponent("scripts/setup").path, to: "my clone/scripts/setup")
        let dry = try Command(shell: "unset MAKEFLAGS MAKELEVEL; make -n build", in: scratch.path("my clone")).run()
        dry.expectDone()
        let build = try #require(dry.lines.first { $0.hasPrefix("swift build") })
        try scratch.write("#!/bin/sh\nfor word; do echo \"$word\"; done\n", to: "bin/swift")
        chmod(scratch.path("bin/swift"), 0o755)
        let words = try Command(shell: "PATH=../bin:$PATH; \(build)", in: scratch.path("my clone")).run().lines
        #expect(words.last?.hasSuffix("/my clone/.tools/openvino-libs") == true, "\(words)")
        let script = """
            set -e; sed -n '/^escaped/p' scripts/setup >escaped
            printf 'Name: x\\nDescription: x\\nVersion: 1\\nCflags: -I%s/include\\n' \
              "$(bash -c '. ./escaped; escaped "$PWD"')" >x.pc
            eval set -- "$(PKG_CONFIG_PATH=$PWD pkg-config --cflags x)"; echo "$1"
            """
        let flags = try Command(shell: script, in: scratch.path("my clone")).run()
        #expect(flags.lines.last?.hasSuffix("/my clone/include") == true, "\(flags.testDescription)")
    }
}
