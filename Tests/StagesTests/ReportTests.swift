import Foundation
import StageSupport
import TestSupport
import Testing

/// `kalon-report` and `kalon-evaluate --compare`, looked at in a browser without a window.
@Suite struct ReportTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func run(_ stage: String, _ arguments: [String]) throws -> Outcome {
        let outcome = try scratch.run(stage, arguments)
        try #require(outcome.code == 0 && !outcome.isSignal, "\(stage): \(outcome.testDescription)")
        return outcome
    }

    /// A reduced and masked classifier, measured, beside the gallery's own.
    private func makeResults() throws {
        _ = try run("reduce", [gallery.second, "--components", "6", "--model", "p.h5", "--output", "r.h5"])
        _ = try run(
            "evolve",
            [
                gallery.first, "r.h5", "--genes", "20", "--population", "6", "--generations", "3", "--fitness", "linear",
                "--output", "m.h5",
            ])
        _ = try run("train", [gallery.first, "r.h5", "--mask", "m.h5", "--output", "c.h5"] + Gallery.training)
        _ = try run("evaluate", [gallery.first, gallery.second, "--model", "c.h5", "--output", "masked.json"])
        _ = try run("evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--output", "all.json"])
    }

    @Test func theReportOpensInABrowser() throws {
        try makeResults()
        let pictures = ["--photographs", gallery.pictures]
        _ = try run("report", ["masked.json", "all.json", "--output", "report.html"] + pictures)
        let html = try String(decoding: scratch.data("report.html"), as: UTF8.self)
        for title in [
            "The flow", "Benchmarks", "Curves", "Training", "Search", "Columns chosen", "Variances", "Photographs",
            "How the results came about",
        ] {
            #expect(html.contains("<h2>\(title)</h2>"), "\(title)")
        }
        #expect(html.contains("photographs, 256 columns") && html.contains("20 of 262 columns, 3 generations"))
        #expect(html.firstMatch(of: /Total time: [0-9]/) != nil)
        #expect(html.utf8.count < 5_000_000)
        #expect(html.firstMatch(of: #/(src|href)="(?!data:|#)/#) == nil, "the page refers to something outside itself")
        #expect(html.contains("kalon-train ") && html.contains("kalon-evolve ") && html.contains("kalon-extract "))
        #expect(html.contains("are random: these figures show that the pipeline works"))
        for width in [360, 1280] {
            let view = try Browser().view(html, width: width, in: scratch)
            #expect(view.messages.isEmpty, "\(view.messages)")
            #expect(view.scrollWidth <= width, "at \(width) pixels the page is \(view.scrollWidth) wide")
            #expect(view.height > 2000)
            #expect(view.brokenPictures == 0 && view.pictures > 4)
            #expect(view.picturesWithoutWords == 0)
        }
    }

    @Test func whatHasChangedSinceIsLeftOut() throws {
        try makeResults()
        try scratch.write("other", to: "m.h5")
        let outcome = try run("report", ["masked.json", "--output", "report.html"])
        #expect(outcome.error.contains("m.h5 is gone or has changed"))
        let html = try String(decoding: scratch.data("report.html"), as: UTF8.self)
        #expect(!html.contains("<h2>Search</h2>") && html.contains("<h2>Training</h2>"))
    }

    @Test func runsAreCompared() throws {
        try makeResults()
        let outcome = try run("evaluate", ["--compare", "masked.json", "all.json", "--output", "comparison.json"])
        #expect(outcome.output.contains("only first") && outcome.output.contains("all.json"))
        #expect(try String(decoding: scratch.data("comparison.json"), as: UTF8.self).contains("\"pValue\""))
        try scratch.run("evaluate", ["--compare", "masked.json"]).expectRefusal(64, "at least two")
        try scratch.run("evaluate", ["--compare", "masked.json", "all.json", "--model", "c.h5"])
            .expectRefusal(64, "--model")
        try scratch.write("{}", to: "no.json")
        try scratch.run("evaluate", ["--compare", "masked.json", "no.json"]).expectRefusal(65, "no.json", "no results")
        try scratch.run("report", ["no.json", "--output", "r.html"]).expectRefusal(65, "no.json", "no results")
        try scratch.run("report", ["missing.json", "--output", "r.html"]).expectRefusal(66, "missing.json")
        try scratch.run("report", ["masked.json", "--output", "r.html", "--pictures", "99"]).expectRefusal(64, "99")
        try scratch.run("report", ["masked.json", "--output", "masked.json"]).expectRefusal(64, "masked.json")
        #expect(!scratch.exists("r.html"))
    }

    @Test func perturbedPhotographsAreMeasuredBesideTheUntouched() throws {
        let figures = URL(fileURLWithPath: Fixture.path("")).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("data/robustness.csv").path
        let arguments = [
            gallery.pictures, "--model", gallery.classifier, "--perturb", "published,jpeg-10,jpeg-50", "--against", figures,
        ]
        let outcome = try run("evaluate", arguments + ["--output", "robust.json"])
        for name in ["crop", "rotate", "blur", "noise", "sharpen", "denoise", "jpeg-10", "joint"] {
            #expect(outcome.output.contains(name), "\(name)")
        }
        _ = try run("evaluate", arguments + ["--output", "again.json"])
        let first = try ResultsFile.read(scratch.path("robust.json")).report
        #expect(try ResultsFile.read(scratch.path("again.json")).report == first)
        let results = try #require(first.robustness.first)
        #expect(results.perturbations.map(\.count) == Array(repeating: Gallery.count, count: 8) + [6 * Gallery.count])
        #expect(results.perturbations.allSatisfy { ($0.meanChange ?? -1) > 0 })
        #expect(outcome.output.contains("49.0 to 58.6") && outcome.output.contains("benchmark1, alm, custom"))
        #expect(results.published.count == 3 * 7)
        _ = try run("report", ["robust.json", "--output", "robust.html"])
        #expect(try String(decoding: scratch.data("robust.html"), as: UTF8.self).contains("Beside published figures"))
        let idle = try run(
            "evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--against", figures])
        #expect(idle.error.contains("because nothing is perturbed"))
        try scratch.run("evaluate", [gallery.first, "--model", gallery.classifier, "--perturb", "all"])
            .expectRefusal(64, "--perturb needs photographs")
        try scratch.run("evaluate", [gallery.pictures, "--model", gallery.classifier, "--perturb", "melt"])
            .expectRefusal(64, "melt")
    }
}
