import Foundation
import TestSupport
import Testing

/// Files of results and explorations that say what cannot be: a sentence with the file and the place in it.
@Suite struct StoredResultsTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func results() throws -> String {
        try scratch.run("evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--output", "whole.json"])
            .expectDone()
        return String(decoding: try scratch.data("whole.json"), as: UTF8.self)
    }

    /// Replaces what matches, which has to be there.
    private func changed(_ text: String, _ pattern: String, _ replacement: String) throws -> String {
        let expression = try NSRegularExpression(pattern: pattern)
        let range = try #require(
            expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)).flatMap { Range($0.range, in: text) },
            "\(pattern)")
        return text.replacingCharacters(in: range, with: replacement)
    }

    @Test func wholeResultsAreTaken() throws {
        _ = try results()
        try scratch.run("report", ["whole.json", "--output", "r.html"]).expectDone()
        try scratch.run("evaluate", ["--compare", "whole.json", "whole.json"]).expectDone()
    }

    @Test(arguments: [
        (
            #""probability" : [0-9.e-]+"#, #""probability" : 1.5"#,
            ["sets[0].photographs[0].probability", "is 1.5", "from 0 to 1"]
        ),
        (#""label" : 1"#, #""label" : 7"#, ["sets[0].photographs[0].label", "is 7"]),
        (#""label" : 1"#, #""label" : "one""#, ["sets[0].photographs[0].label", "a whole number was expected"]),
        (#""label" : 1"#, #""label" : 99999999999999999999"#, ["odd.json"]),
        (#""truePositives" : [0-9]+"#, #""truePositives" : 9223372036854775807"#, ["sets[0].confusion.truePositives"]),
        (#""truePositives" : [0-9]+"#, #""truePositives" : -1"#, ["sets[0].confusion.truePositives", "is -1"]),
        (#""truePositives" : [0-9]+"#, #""truePositives" : 1000"#, ["sets[0].confusion", "according to the photographs listed"]),
        (#""aesthetic" : [0-9]+"#, #""aesthetic" : 3"#, ["sets[0].aesthetic is 3", "8 according to the photographs listed"]),
        (#""accuracy" : [0-9.]+"#, #""accuracy" : 0.123"#, ["accuracy is 0.123", "the counts beside it give"]),
        (#""accuracy" : [0-9.]+"#, #""accuracy" : 1e308"#, ["accuracy is 1e+308"]),
        (#""sets" : \["#, #""sets" : [ 5, "#, ["sets[0]", "an object of named values was expected"]),
        (#""threshold" : [0-9.]+,?"#, "", ["sets[0].threshold is missing"]),
        (#""model" : "[^"]*""#, #""model" : null"#, ["model", "a text was expected"]),
    ])
    func whatCannotBeIsNamedByItsPlace(pattern: String, replacement: String, facts: [String]) throws {
        try scratch.write(try changed(results(), pattern, replacement), to: "odd.json")
        for arguments in [["report", "odd.json", "--output", "r.html"], ["evaluate", "--compare", "odd.json", "whole.json"]] {
            let outcome = try scratch.run(arguments[0], Array(arguments.dropFirst()))
            outcome.expectRefusal(65, "odd.json")
            for fact in facts { #expect(outcome.error.contains(fact), "\(fact): \(outcome.error)") }
            #expect(!outcome.error.contains("DecodingError") && !outcome.error.contains("debugDescription"))
        }
        #expect(!scratch.exists("r.html"))
    }

    @Test(arguments: ["", "words", "[]", "{}", "5", "{\"kalon_schema\": \"results/1\"}", "{\"sets\": []}"])
    func whatIsNoFileOfResults(text: String) throws {
        try scratch.write(text, to: "odd.json")
        try scratch.run("report", ["odd.json", "--output", "r.html"]).expectRefusal(65, "odd.json", "kalon-evaluate --output")
    }

    @Test func deepNestingIsNoResults() throws {
        let depth = 200_000
        try scratch.write(String(repeating: "[", count: depth) + String(repeating: "]", count: depth), to: "deep.json")
        try scratch.run("report", ["deep.json", "--output", "r.html"]).expectRefusal(65, "deep.json")
    }

    @Test(arguments: [
        (#""count" : [0-9]+"#, #""count" : 9223372036854775807"#, ["count"]),
        (#""median" : [0-9.]+"#, #""median" : -1e9"#, ["median"]),
        (#""histogram" : \["#, #""histogram" : [ 4000000000000000000, "#, ["histogram"]),
        (#""distance" : [0-9]+"#, #""distance" : -1"#, ["duplicates[0].distance is -1"]),
    ])
    func anExplorationIsChecked(pattern: String, replacement: String, facts: [String]) throws {
        _ = try results()
        try scratch.makeFolder("set")
        for name in ["a.jpg", "b.jpg"] { try scratch.copy(gallery.photographs[0], to: "set/" + name) }
        try scratch.run("explore", ["set", "--output", "whole-e.json"]).expectDone()
        let text = String(decoding: try scratch.data("whole-e.json"), as: UTF8.self)
        try scratch.write(try changed(text, pattern, replacement), to: "e.json")
        let arguments = ["whole.json", "--exploration", "e.json", "--output", "r.html"]
        let outcome = try scratch.run("report", arguments)
        outcome.expectRefusal(65, "e.json")
        for fact in facts { #expect(outcome.error.contains(fact), "\(outcome.error)") }
        try scratch.run("report", ["whole.json", "--exploration", "whole-e.json", "--output", "r.html"]).expectDone()
    }

    @Test(arguments: [
        "name,aesthetic\nx,1\n",
        "name,aesthetic,not_aesthetic,accuracy_ga,accuracy_pca,precision_pca,recall_pca,source\nx,1,1,500,,,,s\n",
        "name,aesthetic,not_aesthetic,perturbation,accuracy,precision,recall,source\nx,-1,1,blur,,,,s\n",
    ]) func publishedFiguresAreNamed(text: String) throws {
        try scratch.write(text, to: "figures.csv")
        try scratch.run("evaluate", [gallery.first, gallery.second, "--model", gallery.classifier, "--against", "figures.csv"])
            .expectRefusal(65, "figures.csv")
    }
}
