import Foundation
import Records
import TestSupport
import Testing

/// `kalon-explain` from photographs to its page, with its faults.
@Suite struct ExplainTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func explain(_ arguments: [String]) throws -> Outcome {
        try scratch.run("explain", arguments + ["--model", gallery.classifier, "--output", "why", "--method", "random"])
    }

    @Test func photographsAreExplainedMeasuredAndShown() throws {
        let photographs = Array(gallery.photographs.prefix(2))
        let outcome = try explain(photographs + ["--measure", "--portions", "4", "--seeds", "2"])
        outcome.expectDone()
        #expect(outcome.output.contains("means over 2 photographs"))
        let names = photographs.map { (($0 as NSString).lastPathComponent as NSString).deletingPathExtension }
        for name in names {
            let record = try ExplanationFile.read(scratch.path("why/\(name).h5"))
            #expect(record.quantity == "probability" && (0...1).contains(record.value))
            let method = try #require(record.methods.first)
            #expect(method.name == "random" && method.attribution.count == record.pixels)
            let curves = try #require(method.curves)
            #expect(curves.shares.map { ($0 * 100).rounded() } == [0, 25, 50, 75, 100])
            #expect(abs(curves.deletion[0] - record.value) < 1e-6 && abs(curves.insertion[4] - record.value) < 1e-6)
            #expect(abs(try #require(method.stability)) < 0.5)
            #expect(try scratch.data("why/\(name).png").prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
        }
        let html = try String(decoding: scratch.data("why/index.html"), as: UTF8.self)
        #expect(html.firstMatch(of: #/(src|href)="(?!data:|#)/#) == nil, "the page refers to something outside itself")
        for width in [360, 1280] {
            let view = try Browser().view(html, width: width, in: scratch)
            #expect(view.messages.isEmpty, "\(view.messages)")
            #expect(view.scrollWidth <= width, "at \(width) pixels the page is \(view.scrollWidth) wide")
            #expect(view.brokenPictures == 0 && view.pictures == 4)
            #expect(view.picturesWithoutWords == 0)
        }
    }

    @Test func whatIsDoneIsNotDoneAgainUnlessAskedOtherwise() throws {
        let photograph = gallery.photographs[0]
        try explain([photograph]).expectDone()
        let first = try ExplanationFile.read(scratch.path("why/0001.h5"))
        let again = try explain([photograph])
        again.expectDone()
        #expect(again.error.contains("random is taken from an earlier run"))
        #expect(try ExplanationFile.read(scratch.path("why/0001.h5")) == first)
        let other = try explain([photograph, "--seed", "9"])
        #expect(!other.error.contains("earlier run"))
        #expect(try ExplanationFile.read(scratch.path("why/0001.h5")).methods[0].attribution != first.methods[0].attribution)
    }

    @Test func everyMethodThroughLayersHasARecord() throws {
        let methods = [
            "gradients", "smoothgrad", "integrated-gradients", "expected-gradients", "lrp", "cam", "grad-cam", "multigap",
        ]
        let outcome = try scratch.run(
            "explain",
            [gallery.photographs[0], "--model", gallery.classifier, "--output", "why", "--gradient-samples", "4", "--method"]
                + methods)
        let record = try ExplanationFile.read(scratch.path("why/0001.h5"))
        for method in methods where !record.methods.contains(where: { $0.name == method }) {
            Issue.record("\(method) is missing: \(outcome.testDescription)")
        }
    }

    @Test func partsOfThePictureAreHidden() throws {
        let few = ["--superpixels", "slic", "--segments", "6", "--samples", "30", "--evaluations", "20", "--hide", "mean"]
        let arguments = [gallery.photographs[0], "--model", gallery.classifier, "--method", "lime", "shap", "shapley"] + few
        var records: [ExplanationRecord] = []
        for folder in ["first", "second"] {
            try scratch.run("explain", arguments + ["--output", folder]).expectDone()
            records.append(try ExplanationFile.read(scratch.path("\(folder)/0001.h5")))
        }
        #expect(records[0].methods.map(\.name) == ["lime", "shap", "shapley"])
        #expect(records[0].methods.map(\.attribution) == records[1].methods.map(\.attribution))
        for method in records[0].methods {
            #expect(method.attribution.contains { $0 != 0 })
            guard method.name != "lime" else { continue }
            let sum = try #require(method.sum)
            #expect(abs(sum.found - sum.expected) < 1e-4)
        }
        let most = try scratch.run("explain", arguments + ["--output", "third", "--segments", "13"])
        #expect(most.code == 65 && most.error.contains("shapley can take at most 12"))
        try scratch.run("explain", arguments + ["--output", "fourth", "--hide", "violet"]).expectRefusal(64, "--hide")
        try scratch.run("explain", arguments + ["--output", "fourth", "--samples", "1"]).expectRefusal(64, "--samples")
    }

    @Test func photographsOfOneNameDoNotShareFiles() throws {
        let photographs = gallery.photographs.filter { $0.hasSuffix("0001.jpg") }
        try explain(photographs).expectDone()
        #expect(scratch.exists("why/0001.h5") && scratch.exists("why/0001-2.h5"))
    }

    @Test func oneBadPhotographDoesNotStopTheOthers() throws {
        try scratch.write("no picture", to: "bad.jpg")
        let outcome = try explain(["bad.jpg", gallery.photographs[0]])
        #expect(outcome.code == 65 && outcome.error.contains("bad.jpg"))
        #expect(scratch.exists("why/0001.png") && !scratch.exists("why/bad.h5"))
        try scratch.run(
            "explain", ["bad.jpg", "--model", gallery.classifier, "--output", "none", "--method", "random"]
        ).expectRefusal(65, "bad.jpg")
    }

    @Test func wrongArgumentsAreRefused() throws {
        try explain(["missing.jpg"]).expectRefusal(66, "missing.jpg")
        try explain([gallery.photographs[0], "--seeds", "0"]).expectRefusal(64, "--seeds")
        try scratch.run("explain", [gallery.photographs[0], "--model", gallery.first, "--output", "x"])
            .expectRefusal(65, "first.h5")
    }

    @Test func theReportExplainsTheSurestVerdicts() throws {
        let evaluated = try scratch.run(
            "evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--output", "r.json"])
        evaluated.expectDone()
        let pictures = ["--photographs", gallery.pictures, "--output", "r.html"]
        try scratch.run("report", ["r.json", "--explain", "1", "--explain-by", "random"] + pictures).expectDone()
        let html = try String(decoding: scratch.data("r.html"), as: UTF8.self)
        #expect(html.contains("<h2>Explanations</h2>") && html.contains("over pictures/"))
        try scratch.run("report", ["r.json", "--explain", "1", "--output", "s.html"]).expectRefusal(64, "--photographs")
        try scratch.run("report", ["r.json", "--explain-by", "random"] + pictures).expectRefusal(64, "--explain")
    }
}
