import Foundation
import Testing
import TestSupport

/// Outputs that cannot be written: said before the work is done, and what was there before stays.
@Suite struct OutputTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    /// A command of every stage, by the output that it is to write.
    private func commands(output: String) -> [(stage: String, arguments: [String])] {
        [
            ("extract", [gallery.pictures, "--output", output] + Gallery.firstExtractor),
            ("reduce", [gallery.first, "--components", "2", "--model", "p.h5", "--output", output]),
            ("reduce", [gallery.first, "--components", "2", "--model", output, "--output", "r.h5"]),
            ("train", [gallery.first, "--output", output] + Gallery.training),
            ("evolve", [gallery.first, "--output", output] + Gallery.search),
            ("evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--output", output]),
            ("export", ["--output", output, "--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1"]),
        ]
    }

    @Test func theFolderIsMissing() throws {
        for (stage, arguments) in commands(output: "none/o.h5") {
            try scratch.run(stage, arguments).expectRefusal(73, "none/o.h5", "no folder none")
        }
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func theOutputIsAFolder() throws {
        try scratch.makeFolder("o.h5")
        for (stage, arguments) in commands(output: "o.h5") {
            try scratch.run(stage, arguments).expectRefusal(73, "o.h5", "folder")
        }
        #expect(try scratch.visibleNames == ["o.h5"])
    }

    @Test func theFolderIsAFile() throws {
        try scratch.write("x", to: "file")
        for (stage, arguments) in commands(output: "file/o.h5") {
            try scratch.run(stage, arguments).expectRefusal(73, "file/o.h5")
        }
        try scratch.run("render", ["file", "--count", "2"]).expectRefusal(73, "file")
        #expect(try scratch.visibleNames == ["file"])
    }

    /// Where even the superuser may not make a file.
    @Test(.enabled("it takes Linux' /proc") { FileManager.default.fileExists(atPath: "/proc/self") })
    func theFolderIsNotWritable() throws {
        for (stage, arguments) in commands(output: "/proc/o.h5") {
            try scratch.run(stage, arguments).expectRefusal(73, "/proc/o.h5")
        }
    }

    @Test func anOutputMayNotReplaceAnInput() throws {
        try scratch.copy(gallery.first, to: "f.h5")
        try scratch.copy(gallery.classifier, to: "c.h5")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link.h5"), withDestinationPath: "f.h5")
        let before = [try scratch.data("f.h5"), try scratch.data("c.h5")]
        let commands: [(stage: String, arguments: [String], path: String)] = [
            ("train", ["f.h5", "--output", "./f.h5"], "./f.h5"),
            ("train", ["f.h5", "--output", "link.h5"], "link.h5"),
            ("train", ["f.h5", "--teacher", "c.h5", "--output", "c.h5"], "c.h5"),
            ("reduce", ["f.h5", "--components", "2", "--model", "f.h5", "--output", "r.h5"], "f.h5"),
            ("reduce", ["f.h5", "--components", "2", "--model", "r.h5", "--output", "r.h5"], "r.h5"),
            ("evaluate", ["f.h5", gallery.second, "--model", "c.h5", "--output", "c.h5"], "c.h5"),
        ]
        for (stage, arguments, path) in commands {
            try scratch.run(stage, arguments).expectRefusal(64, path, "another name")
        }
        #expect([try scratch.data("f.h5"), try scratch.data("c.h5")] == before)
        #expect(try scratch.visibleNames == ["c.h5", "f.h5", "link.h5"])
    }

    /// By its own name, a hard link's, and as a manifest's photograph.
    @Test func anOutputMayNotReplaceAPhotograph() throws {
        try scratch.makeFolder("p")
        try scratch.copy(gallery.photographs[0], to: "p/a.jpg")
        try FileManager.default.linkItem(atPath: scratch.path("p/a.jpg"), toPath: scratch.path("other.h5"))
        try scratch.write("path,label\np/a.jpg,1\n", to: "m.csv")
        let before = try scratch.data("p/a.jpg")
        for arguments in [["p", "--output", "p/a.jpg"], ["p", "--output", "other.h5"], ["m.csv", "--output", "./p/a.jpg"]] {
            try scratch.run("extract", arguments + Gallery.firstExtractor).expectRefusal(64, arguments[2], "another name")
        }
        #expect(try scratch.data("p/a.jpg") == before)
        #expect(try scratch.visibleNames == ["m.csv", "other.h5", "p"])
    }

    /// At three sizes: too small for the rows kept, for the features beside them, and large enough.
    @Test(.enabled("mounting a small file system takes root") { SmallDisk.isPossible })
    func theDiskIsFull() throws {
        let disk = try #require(SmallDisk(bytes: 3 * 4096))
        let output = disk.folder + "/o.h5"
        try Data("before".utf8).write(to: URL(fileURLWithPath: output))
        let arguments = [gallery.pictures, "--output", output] + Gallery.firstExtractor
        for pages in [3, 9] {
            #expect(disk.resize(bytes: pages * 4096))
            try scratch.run("extract", arguments).expectRefusal(73, output, "space")
            #expect(try String(contentsOfFile: output, encoding: .utf8) == "before")
        }
        #expect(disk.resize(bytes: 1 << 20))
        let outcome = try scratch.run("extract", arguments)
        outcome.expectDone()
        #expect(outcome.error.contains("resuming after \(Gallery.count) photographs"))
        #expect(try FeaturesValues(output) == FeaturesValues(gallery.first))
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder) == ["o.h5"])
    }

    /// Messages of a run without streams must not end up in its files.
    @Test func theStreamsAreClosed() throws {
        let words = Gallery.firstExtractor.joined(separator: " ")
        let line = "kalon-extract '\(gallery.pictures)' --output o.h5 \(words) <&- >&- 2>&-"
        try Command(shell: line, in: scratch.folder).run().expectDone()
        #expect(try FeaturesValues(scratch.path("o.h5")) == FeaturesValues(gallery.first))
        let refused = "kalon-predict '\(gallery.photographs[0])' --model '\(gallery.classifier)' >&-"
        try Command(shell: refused, in: scratch.folder).run().expectRefusal(73, "standard output")
    }

    @Test(.enabled("it takes Linux' /dev/full") { FileManager.default.fileExists(atPath: "/dev/full") })
    func standardOutputIsFull() throws {
        let commands = [
            ("kalon-predict", [gallery.photographs[0], "--model", gallery.classifier]),
            ("kalon-evaluate", [gallery.first, gallery.second, "--model", gallery.classifier]),
            ("kalon-extract", ["--describe"] + Gallery.firstExtractor), ("kalon", ["help"]),
        ]
        for (name, arguments) in commands {
            let outcome = try Command(name, arguments, in: scratch.folder).start(output: "/dev/full").outcome()
            outcome.expectRefusal(73, "standard output", "No space left")
        }
    }
}
