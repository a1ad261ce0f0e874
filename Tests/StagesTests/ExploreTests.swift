import Foundation
import TestSupport
import Testing

/// `kalon-explore` on folders with something wrong in them.
@Suite struct ExploreTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        for (index, path) in gallery.photographs.enumerated() where index % 2 == 0 {
            try scratch.copy(path, to: "train/\(index < gallery.photographs.count / 2 ? "aesthetic" : "bad")/\(index).jpg")
        }
        try scratch.copy(gallery.photographs[1], to: "test/good/new.jpg")
        try scratch.copy(gallery.photographs[0], to: "test/bad/known.jpg")
        try scratch.write("words", to: "test/bad/broken.jpg")
    }

    @Test func leaksBrokenFilesAndMeasuresAreReported() throws {
        let outcome = try scratch.run("explore", ["train", "test", "--near", "0", "--output", "e.json"])
        outcome.expectDone()
        let half = gallery.photographs.count / 4
        #expect(outcome.output.contains("train: \(half) aesthetic, \(half) not aesthetic"))
        #expect(outcome.output.contains("test: 1 aesthetic, 1 not aesthetic"))
        #expect(outcome.output.contains("bad/broken.jpg: this is not a picture"))
        #expect(
            outcome.output.contains("train/aesthetic/0.jpg and test/bad/known.jpg: identical (leak, two labels)"),
            "\(outcome.output)")
        for measure in ["megapixels", "brightness", "contrast", "sharpness", "colourfulness"] {
            #expect(outcome.output.contains(measure))
        }
        let report = try scratch.run("explore", ["test", "--output", "again.json"])
        report.expectDone()
        #expect(report.output.contains("There are no duplicate photographs."))
    }

    @Test func ratingsAreSummarisedAndSampled() throws {
        var lines = ["path,label,r1,r2,r3,r4,r5"]
        for (index, path) in gallery.photographs.enumerated() {
            lines.append("\(path),,\(index == 0 ? "8,0,0,0,0" : "0,1,6,1,0")")
        }
        try scratch.write(lines.joined(separator: "\n"), to: "rated.csv")
        let outcome = try scratch.run("explore", ["rated.csv"])
        outcome.expectDone()
        #expect(outcome.output.contains("mean rating") && outcome.output.contains("number of ratings"))
        let sample = ["--sample", "3", "--bins", "4", "--manifest", "some.csv"]
        try scratch.run("explore", ["rated.csv"] + sample).expectDone()
        let kept = try String(decoding: scratch.data("some.csv"), as: UTF8.self).split(separator: "\n")
        #expect(kept.count == 5 && kept[0] == "path,label,split,group,r1,r2,r3,r4,r5")
        #expect(kept[1].hasSuffix(",8,0,0,0,0"))
        try scratch.run("explore", ["some.csv"]).expectDone()
        try scratch.run("explore", ["train"] + sample).expectRefusal(65, "train", "no votes")
        try scratch.run("explore", ["rated.csv", "--sample", "3"]).expectRefusal(64, "--manifest")
        try scratch.run("explore", ["rated.csv", "--output", "e.json"] + sample).expectRefusal(64, "--output")
        try scratch.run("explore", ["train", "--near", "65"]).expectRefusal(64, "65")
        try scratch.run("explore", ["train", "--output", "train/bad/8.jpg"]).expectRefusal(64, "8.jpg", "overwrite")
        try scratch.run("explore", ["none"]).expectRefusal(66, "none")
    }

    @Test func votesAreExaminedWithoutPictures() throws {
        try scratch.write(
            "id,c1,c2,c3,source\n7,1,2,3,a\n8,3,0,0,a\n9,,,,b\n10,0,0,5,b\n", to: "votes.csv")
        let reading = ["votes.csv", "--path-column", "id", "--vote-columns", "c"]
        let outcome = try scratch.run(
            "explore", reading + ["--within", "2...3", "--rows", "1", "--output", "v.json", "--page", "v.html"])
        outcome.expectDone()
        #expect(outcome.output.contains("votes: 4 photographs without pictures; only their ratings are examined"))
        #expect(outcome.output.contains("66.67\u{A0}% from 2 to 3"), "\(outcome.output)")
        #expect(outcome.output.contains("best     10") && outcome.output.contains("worst    8"))
        #expect(!outcome.output.contains("cannot be read") && !outcome.output.contains("duplicate"))
        let html = try String(decoding: scratch.data("v.html"), as: UTF8.self)
        #expect(html.contains("Mean ratings of votes") && !html.contains("<img"))
        try scratch.run("explore", ["votes.csv", "--path-column", "id", "--vote-columns", "v"])
            .expectRefusal(65, "votes.csv, line 1", "v1", "--vote-columns")
        try scratch.run("explore", reading + ["--rows", "101"]).expectRefusal(64, "--rows is 101")
    }

    @Test func aPageShowsTheBestAndTheWorst() throws {
        var lines = ["path,r1,r2,r3"]
        for (index, path) in gallery.photographs.prefix(3).enumerated() { lines.append("\(path),\(2 - index),0,\(index)") }
        lines.append("gone.jpg,9,0,0")
        try scratch.write(lines.joined(separator: "\n"), to: "rated.csv")
        let outcome = try scratch.run("explore", ["rated.csv", "--rows", "2", "--page", "r.html"])
        outcome.expectDone()
        // What cannot be read was rated all the same, but cannot be shown.
        #expect(outcome.output.contains("worst    gone.jpg"))
        let html = try String(decoding: scratch.data("r.html"), as: UTF8.self)
        #expect(html.contains("rated: best rated") && html.contains("rated: worst rated"))
        #expect(html.components(separatedBy: "<img").count == 4)
        #expect(html.contains("\(gallery.photographs[2]): mean 3.00, deviation 0.00"))
        try scratch.run("explore", ["rated.csv", "--page", "rated.csv"]).expectRefusal(64, "rated.csv")
    }

    @Test func theReportShowsTheData() throws {
        try scratch.run("explore", ["train", "test", "--output", "e.json"]).expectDone()
        try scratch.run(
            "evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--output", "r.json"]
        ).expectDone()
        try scratch.run("report", ["r.json", "--exploration", "e.json", "--output", "r.html"]).expectDone()
        let html = try String(decoding: scratch.data("r.html"), as: UTF8.self)
        #expect(html.contains("<h2>The data</h2>") && html.contains("known.jpg") && html.contains("broken.jpg"))
        try scratch.run("report", ["r.json", "--exploration", "r.json", "--output", "x.html"])
            .expectRefusal(65, "r.json", "classes is missing")
    }
}
