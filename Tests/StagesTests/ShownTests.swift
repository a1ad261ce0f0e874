import DataSets
import Foundation
import Testing
import TestSupport

/// What reaches terminals and pages of names that were made to disturb them.
@Suite struct ShownTests {
    private static let names = [
        "\u{1B}]0;owned\u{7}\u{1B}[31mred.jpg", "a\u{202E}gpj.exe.jpg", "\u{2066}iso\u{2069}.jpg", "\u{9B}31m.jpg",
        "a,\u{301}b.jpg",
        "<\u{338}script>.jpg", "\"\u{301} onload=x.jpg", "new\nline.jpg", "\u{2028}line.jpg", "\u{200B}zero.jpg", "שלום.jpg",
        "é.jpg",
    ]

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        for (index, name) in Self.names.enumerated() {
            let label = index % 2 == 0 ? "aesthetic" : "not-aesthetic"
            try scratch.copy(gallery.photographs[index], to: "set\u{1B}[31m/\(label)/\(name)")
        }
        try scratch.write("words", to: "set\u{1B}[31m/aesthetic/\u{1B}[31m\u{202E}broken.jpg")
    }

    private var set: String { scratch.path("set\u{1B}[31m") }

    /// Expects that nothing in a text disturbs; line breaks are what they are.
    private func expectShown(_ text: String, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let found = text.unicodeScalars.filter { scalar in
            scalar != "\n"
                && [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        #expect(found.isEmpty, "\(what): \(found.map { $0.escaped(asASCII: true) })", sourceLocation: sourceLocation)
    }

    @Test func noStageObeysANameOnATerminal() throws {
        let weights = Gallery.firstExtractor
        for (stage, arguments) in [
            ("extract", [set, "--output", "f.h5"] + weights), ("inspect", ["f.h5"]), ("inspect", ["f.h5", "--json"]),
            ("explore", [set, "--output", "e.json"]),
            ("evaluate", [set, "--model", gallery.classifier, "--output", "r.json"]),
            (
                "report",
                ["r.json", "--photographs", set, "--exploration", "e.json", "--title", "<\u{202E}>", "--output", "r.html"]
            ),
            ("predict", [set, "--model", gallery.classifier, "--sheet", "s.html"]),
            ("predict", [set, "--model", gallery.classifier, "--sheet", "s.png"]),
            ("predict", [set, "--model", gallery.classifier, "--format", "jsonl"]),
        ] {
            let outcome = try scratch.run(stage, arguments)
            outcome.expectDone()
            expectShown(outcome.output + outcome.error, "\(stage) \(arguments.count)")
        }
        for page in ["r.html", "s.html"] {
            let text = try String(decoding: scratch.data(page), as: UTF8.self)
            expectShown(text, page)
            #expect(text.contains(#"<span dir="auto">"#) && !text.contains("<\u{338}"))
        }
        #expect(try scratch.data("s.png").count > 1000)
    }

    @Test func whatAProgramReadsIsExact() throws {
        let csv = try scratch.run("predict", [set, "--model", gallery.classifier, "--format", "csv"])
        csv.expectDone()
        let table = try CSVTable.read(scratch.write(csv.output, to: "verdicts.csv"))
        let jsonl = try scratch.run("predict", [set, "--model", gallery.classifier, "--format", "jsonl"])
        jsonl.expectDone()
        let json = try jsonl.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])["path"] as? String
        }
        for found in [table.records.map { $0["path"] }, json] {
            #expect(found.count == Self.names.count + 1)
            for name in Self.names {
                // Byte by byte, for two strings are equal where they look the same.
                #expect(
                    found.contains { Array(($0 ?? "").utf8).suffix(name.utf8.count) == Array(name.utf8)[...] },
                    "\(name.debugDescription)")
            }
        }
    }

    @Test(arguments: [
        ("kalon", ["x\u{1B}[31m\u{202E}"]), ("kalon-train", ["--x\u{1B}[31m"]),
        ("kalon-train", ["f.h5", "--epochs", "\u{1B}[31m\nkalon: fine"]),
        ("kalon-predict", ["a\u{1B}[31m.jpg", "--format=\u{202E}x"]), ("kalon-inspect", ["none\u{1B}[31m\u{2028}.h5"]),
        ("kalon-weights", ["fetch", "\u{1B}[31m"]), ("kalon-reduce", ["\u{9B}31m.h5", "--components", "\u{202E}"]),
    ]) func noMessageObeysAnArgument(name: String, arguments: [String]) throws {
        let outcome = try Command(name, arguments, in: scratch.folder).run()
        #expect(outcome.code != 0 && !outcome.isSignal, "\(outcome.testDescription)")
        expectShown(outcome.output + outcome.error, "\(name) \(arguments)")
        #expect(!outcome.error.isEmpty && !outcome.error.contains("\nkalon: fine"))
    }
}
