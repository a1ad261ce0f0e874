import Files
import Foundation
import Records
import Testing
import TestSupport

/// `kalon-weights list`, `import` and `verify`, and published names where weights are asked for.
@Suite struct PublishedWeightsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Runs a line with the user's folder of data here.
    private func run(_ line: String) throws -> Outcome {
        try Command(shell: "export XDG_DATA_HOME='\(scratch.path("data"))'; \(line)", in: scratch.folder).run()
    }

    private struct Entry: Decodable {
        let name: String
        let path: String
        let state: String
        let md5: String?
        let recordedSHA256: String?

        enum CodingKeys: String, CodingKey {
            case name, path, state, md5
            case recordedSHA256 = "recorded_sha256"
        }
    }

    private func entry(_ name: String) throws -> Entry {
        let outcome = try run("kalon-weights list --json")
        outcome.expectDone()
        let entries = try JSONDecoder().decode([Entry].self, from: Data(outcome.output.utf8))
        return try #require(entries.first { $0.name == name })
    }

    @Test func theListSaysWhatIsKnown() throws {
        let outcome = try run("kalon-weights list")
        outcome.expectDone()
        let line = try #require(outcome.lines.first { $0.hasPrefix("efficientnet-b7 ") })
        for fact in ["258.1 MB", "MD5", "Apache-2.0", "no"] { #expect(line.contains(fact)) }
        #expect(outcome.error.contains(scratch.path("data/kalon/weights")))
        let entry = try entry("efficientnet-b7")
        #expect(entry.state == "missing" && entry.md5 == "cbcfe4450ddf6f3ad90b1b398090fe4a")
        #expect(entry.path == scratch.path("data/kalon/weights/efficientnetb7_notop.h5"))
    }

    @Test func aNameStandsForItsFile() throws {
        let gallery = try Gallery.shared()
        try scratch.run(
            "export", ["--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1", "--output", "w.h5"]
        ).expectDone()
        let extract =
            "kalon-extract '\(gallery.pictures)' --extractor mobilenet-v1@0.25 --size 64 --output o.h5 "
            + "--weights mobilenet-v1-0.25"
        let file = scratch.path("data/kalon/weights/mobilenet_2_5_224_tf_no_top.h5")
        try run(extract).expectRefusal(66, file, "kalon-weights fetch mobilenet-v1-0.25")
        let imported = try run("kalon-weights import mobilenet-v1-0.25 w.h5")
        imported.expectDone()
        #expect(imported.lines == [file])
        #expect(imported.error.contains(try FileDigest.sha256(of: scratch.path("w.h5"))))
        #expect(try entry("mobilenet-v1-0.25").state == "recorded")
        try run(extract).expectDone()
        #expect(try FeaturesValues(scratch.path("o.h5")) == FeaturesValues(gallery.first))
        #expect(try FeaturesFile.open(scratch.path("o.h5")).header.weights == file)
        try run("kalon-weights verify").expectDone()
        // A change is noticed, first by its time and then by its bytes.
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0]))
        try handle.close()
        #expect(try entry("mobilenet-v1-0.25").state == "changed")
        try run(extract).expectRefusal(65, file, "kalon-weights verify mobilenet-v1-0.25")
        let wrong = try run("kalon-weights verify mobilenet-v1-0.25")
        wrong.expectRefusal(65, "mobilenet-v1-0.25")
        #expect(wrong.error.contains("that came the first time"))
        // A file of that very name comes first.
        try scratch.copy(scratch.path("w.h5"), to: "mobilenet-v1-0.25")
        try run(extract).expectDone()
    }

    @Test func aWrongFileIsNotImported() throws {
        try scratch.write("words", to: "w.h5")
        try run("kalon-weights import efficientnet-b7 w.h5")
            .expectRefusal(65, "w.h5", "its size in bytes is 5", "258076736 was published")
        try run("kalon-weights import efficientnet-b7 none.h5").expectRefusal(66, "none.h5")
        #expect(try entry("efficientnet-b7").state == "missing")
    }

    @Test func whatIsAskedForMustExist() throws {
        try run("kalon-weights fetch resnet").expectRefusal(64, "'resnet'", "efficientnet-b7")
        try run("kalon-weights fetch").expectRefusal(64, "name")
        try run("kalon-weights fetch vgg16 --timeout 0").expectRefusal(64, "--timeout is 0")
        try run("kalon-weights verify").expectRefusal(66, "none of the listed weights", "kalon-weights fetch")
        try run("kalon-weights verify vgg16").expectRefusal(66, "kalon-weights fetch vgg16")
        try run("kalon-weights list --catalogue none.csv").expectRefusal(66, "none.csv")
        try run("env -u HOME XDG_DATA_HOME=x kalon-weights list").expectRefusal(64, "--into")
    }
}
