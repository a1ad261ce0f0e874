import DataSets
import Foundation
import Testing
import TestSupport

/// Verdicts as text, JSON lines and CSV.
@Suite struct PredictTests {
    private static let awkward = "my photos, \"best\" żółw.jpg"

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        try scratch.copy(gallery.photographs[0], to: "set/" + Self.awkward)
        try scratch.copy(gallery.photographs[9], to: "set/plain.jpg")
        try scratch.write("words", to: "set/text.jpg")
    }

    private func predict(_ photographs: [String], _ more: [String] = []) throws -> Outcome {
        try scratch.run("predict", photographs + ["--model", gallery.classifier] + more)
    }

    private func jsonLines(_ outcome: Outcome) throws -> [PipelineTests.Line] {
        try outcome.lines.map { try JSONDecoder().decode(PipelineTests.Line.self, from: Data($0.utf8)) }
    }

    private func predictList(_ bytes: String, _ options: String) throws -> Outcome {
        try Command(shell: "printf '\(bytes)' | kalon-predict \(options) --model \(gallery.classifier)", in: scratch.folder).run()
    }

    /// As of `find -print0`; as text with a byte order mark and the line ends of Windows.
    @Test func listsOnStandardInput() throws {
        let name = "set/a\nb.jpg"
        try scratch.copy(gallery.photographs[1], to: name)
        for option in ["-0 -", "- --null"] {
            let outcome = try predictList("set/a\\nb.jpg\\0set/plain.jpg\\0", option + " --format jsonl")
            outcome.expectDone()
            #expect(try jsonLines(outcome).map(\.path) == [name, "set/plain.jpg"])
        }
        let marked = try predictList("\\357\\273\\277set/plain.jpg\\r\\n\\r\\nset/plain.jpg", "-")
        marked.expectDone()
        #expect(marked.lines.count == 2 && marked.lines.allSatisfy { $0.hasPrefix("set/plain.jpg: ") })
        try predictList("set/plain.jpg\\0set/text.jpg\\0", "-").expectRefusal(65, "standard input", "zero byte", "--null")
        try predictList("", "-").expectRefusal(65, "no pictures were found in standard input")
        try predict(["set/plain.jpg", "--null"]).expectRefusal(64, "--null")
        let odd = try predictList("set/plain.jpg\\ncaf\\351.jpg\\n", "-")
        #expect(odd.lines.count == 1 && odd.error.contains("not UTF-8"))
    }

    /// What a manifest says of labels and scores is no matter where paths are wanted.
    @Test func manifestsOfPathsAlone() throws {
        try scratch.write("Image;mos\nset/plain.jpg;3\n", to: "paths.csv")
        let outcome = try predict(["paths.csv"])
        outcome.expectDone()
        #expect(outcome.lines.count == 1 && outcome.lines[0].hasPrefix("set/plain.jpg: "))
    }

    @Test func theThreeFormatsAgree() throws {
        let json = try predict(["set"], ["--format", "jsonl"])
        json.expectDone()
        let lines = try jsonLines(json)
        #expect(lines.map(\.path) == ["set/" + Self.awkward, "set/plain.jpg", "set/text.jpg"])
        #expect(lines[2].label == nil && lines[2].skipped?.contains("not a picture") ?? false)
        let judged = Array(lines.prefix(2))

        let csv = try predict(["set"], ["--format", "csv"])
        csv.expectDone()
        try scratch.write(csv.output, to: "verdicts.csv")
        let records = try CSVTable.read(scratch.path("verdicts.csv")).records
        #expect(records.map { $0["path"] } == lines.map(\.path))
        #expect(records.map { $0["label"] } == lines.map { $0.label ?? "" })
        #expect(records.map { $0["skipped"] } == lines.map { $0.skipped ?? "" })
        #expect(records[2]["confidence"] == "" && records[2]["probability_aesthetic"] == "")
        #expect(try Set(records[0].keys).isSuperset(of: Self.keys(json.lines[0] + "\n" + json.lines[2])))

        let text = try predict(["set"])
        text.expectDone()
        #expect(text.lines.count == 2)
        for (index, line) in judged.enumerated() {
            let (label, confidence) = (try #require(line.label), try #require(line.confidence))
            let aesthetic = try #require(line.aesthetic)
            #expect((0.5...1).contains(confidence))
            #expect(abs(confidence - (label == "aesthetic" ? aesthetic : 1 - aesthetic)) < 1e-12)
            #expect(text.lines[index] == "\(line.path): \(label), \(String(format: "%.4f", confidence))")
            #expect(records[index]["confidence"] == String(format: "%.4f", confidence))
            #expect(records[index]["probability_aesthetic"] == String(format: "%.6f", aesthetic))
        }
        for outcome in [json, csv, text] {
            #expect(outcome.error.contains("set/text.jpg: this is not a picture"))
        }
    }

    /// To the last digit, wherever it stands among those that are judged together.
    @Test func aVerdictDoesNotDependOnItsNeighbours() throws {
        // More than are judged together.
        let all = (0..<19).map { "many/\(10 + $0).jpg" }
        for (place, path) in all.enumerated() {
            try scratch.copy(gallery.photographs[place % gallery.photographs.count], to: path)
        }
        let together = try predict(all, ["--format", "jsonl"])
        together.expectDone()
        try #require(together.lines.count == all.count)
        for place in [0, 7, 15, 16, 18] {
            let alone = try predict([all[place]], ["--format", "jsonl"])
            alone.expectDone()
            #expect(alone.lines == [together.lines[place]])
        }
    }

    @Test func photographsFoldersAndManifestsTogether() throws {
        try scratch.write("path,label\nplain.jpg,1\n", to: "set/list.csv")
        let outcome = try predict(["set/plain.jpg", "set/list.csv", "./set"], ["--format", "jsonl", "--quiet"])
        outcome.expectDone()
        let lines = try jsonLines(outcome)
        #expect(
            lines.map(\.path) == ["set/plain.jpg", "set/plain.jpg", "./set/\(Self.awkward)", "./set/plain.jpg", "./set/text.jpg"])
        #expect(lines[0].aesthetic == lines[1].aesthetic && lines[1].aesthetic == lines[3].aesthetic)
    }

    @Test func nothingToJudge() throws {
        try predict(["none.jpg"]).expectRefusal(66, "none.jpg", "nothing")
        try predict(["none.jpg", "gone.csv"], ["--format", "csv"]).expectRefusal(66, "none.jpg")
        try predict(["set/text.jpg"]).expectRefusal(65, "set/text.jpg", "not a picture")
        try predict(["/dev/null"]).expectRefusal(65, "/dev/null")
        try scratch.makeFolder("empty")
        try predict(["empty"]).expectRefusal(65, "no pictures", "empty")
        try predict([]).expectRefusal(64, "photo|folder")
    }

    /// The names in lines of JSON.
    private static func keys(_ lines: String) throws -> Set<String> {
        try lines.split(separator: "\n").reduce(into: []) { names, line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            names.formUnion(object.map { Set($0.keys) } ?? [])
        }
    }

    @Test func onePathThatLeadsNowhereStopsNoOther() throws {
        try scratch.makeFolder("empty")
        let outcome = try predict(["none.jpg", "set/plain.jpg", "empty", "set"], ["--format", "jsonl"])
        #expect(outcome.code == 66 && !outcome.isSignal, "\(outcome.testDescription)")
        let lines = try jsonLines(outcome)
        let set = ["set/" + Self.awkward, "set/plain.jpg", "set/text.jpg"]
        #expect(lines.map(\.path) == ["none.jpg", "set/plain.jpg", "empty"] + set)
        #expect(lines.map { $0.label == nil } == [true, false, true, false, false, true])
        #expect(lines[0].skipped?.contains("nothing at none.jpg") == true)
        #expect(lines[2].skipped?.contains("no pictures") == true)
        #expect(outcome.error.contains("none.jpg: there is nothing"))
        #expect(try predict(["empty", "set/plain.jpg"]).code == 65)
    }

    @Test func aVerdictIsOneLine() throws {
        try scratch.copy(gallery.photographs[0], to: "odd/two\nlines\t\u{2028}.jpg")
        try scratch.write("words", to: "odd/not\na picture.jpg")
        let outcome = try predict(["odd"])
        outcome.expectDone()
        #expect(outcome.lines.count == 1 && outcome.lines[0].hasPrefix("odd/two\\nlines\\t\\u{2028}.jpg: "))
        #expect(outcome.error.contains("odd/not\\na picture.jpg: this is not a picture"))
        try predict(["no\nsuch.jpg"]).expectRefusal(66, "no\\nsuch.jpg")
    }

    @Test func aSeedMakesNoDifference() throws {
        let outcome = try predict(["set/plain.jpg"], ["--seed", "99", "--threads", "1"])
        outcome.expectDone()
        #expect(try outcome.output == predict(["set/plain.jpg"]).output)
    }

    @Test func theBestComeFirstAndAreCopied() throws {
        try scratch.write("in the way", to: "kept/0.jpg")
        let all = try jsonLines(try predict([gallery.pictures], ["--format", "jsonl"]))
        let best = try predict(
            [gallery.pictures], ["--format", "jsonl", "--top", "3", "--copy-to", "best", "--sheet", "best.html"])
        best.expectDone()
        let expected = all.compactMap(\.aesthetic).sorted(by: >).prefix(3)
        let lines = try jsonLines(best)
        #expect(lines.compactMap(\.aesthetic) == Array(expected))
        let copied = try FileManager.default.contentsOfDirectory(atPath: scratch.path("best")).count
        #expect(copied == lines.count { $0.label == "aesthetic" })
        let page = try String(decoding: scratch.data("best.html"), as: UTF8.self)
        #expect(page.matches(of: /<img/).count == 3 && !page.contains("✓") && !page.contains("✗"))
        let sorted = try jsonLines(try predict([gallery.pictures], ["--format", "jsonl", "--sort"]))
        #expect(sorted.compactMap(\.aesthetic) == all.compactMap(\.aesthetic).sorted(by: >))
        try predict([gallery.pictures], ["--top", "0"]).expectRefusal(64, "--top")
        let again = try predict([gallery.pictures], ["--top", "3", "--copy-to", "best"])
        // Nothing was judged only to find the way blocked.
        #expect(again.code == 73 && again.error.contains("already") && again.output.isEmpty)
    }

    @Test func pathsComeFromStandardInputAndTheExitCodeTells() throws {
        let paths = gallery.photographs.joined(separator: "\n")
        try scratch.write(paths + "\n", to: "paths.txt")
        let command = Command(
            shell: "kalon-predict - --model '\(gallery.classifier)' --format jsonl < paths.txt", in: scratch.folder)
        let outcome = try command.run()
        outcome.expectDone()
        #expect(try jsonLines(outcome).map(\.path) == gallery.photographs)
        let verdicts = try jsonLines(outcome)
        let good = verdicts.filter { $0.label == "aesthetic" }.map(\.path)
        try predict(good, ["--check"]).expectDone()
        #expect(try predict(gallery.photographs, ["--check"]).code == 1)
    }

    @Test func aPageIsNotWrittenOverAPhotograph() throws {
        // Endings of names say nothing of photographs' content.
        try scratch.copy(gallery.photographs[0], to: "set/odd.png")
        let before = try scratch.data("set/odd.png")
        for photographs in [["set/odd.png"], ["set"]] {
            try predict(photographs, ["--sheet", "set/odd.png"]).expectRefusal(64, "set/odd.png", "overwrite")
        }
        #expect(try scratch.data("set/odd.png") == before)
    }

    @Test func linksAreCopiedAsTheFilesThatTheyLeadTo() throws {
        try scratch.makeFolder("links")
        let good = try #require(
            try jsonLines(predict([gallery.pictures], ["--format", "jsonl"])).first { $0.label == "aesthetic" })
        for name in ["one", "two"] {
            try scratch.makeFolder("links/\(name)")
            try FileManager.default.createSymbolicLink(
                atPath: scratch.path("links/\(name)/p.jpg"), withDestinationPath: good.path)
        }
        let outcome = try predict(["links/one/p.jpg", "links/two/p.jpg"], ["--copy-to", "best", "--format", "jsonl"])
        outcome.expectDone()
        for name in ["p.jpg", "p-2.jpg"] {
            #expect(try scratch.data("best/\(name)") == Data(contentsOf: URL(fileURLWithPath: good.path)))
            let type = try FileManager.default.attributesOfItem(atPath: scratch.path("best/\(name)"))[.type]
            #expect(type as? FileAttributeType == .typeRegular)
        }
    }
}
