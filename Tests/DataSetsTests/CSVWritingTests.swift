import DataSets
import Testing
import TestSupport

/// CSV by scalar: combining marks change nothing.
@Suite struct CSVWritingTests {
    /// Names that a person or an attacker may give a file.
    private static let names = [
        "a.jpg", "a,b.jpg", "a,\u{301}b.jpg", "\u{301}b.jpg", "a\"b.jpg", "a\"\u{301}b.jpg", "\"\u{301}", "a\nb", "a\r\nb",
        "a\rb",
        "a\n\u{301}b", " a.jpg", "a.jpg ", "\u{301},\u{301}\"\u{301}\n\u{301}", "\u{202E}gpj", "\u{1B}[31m", ",", "\"",
        "\u{2028}",
        "a;b", "a\tb", "👨\u{200D}👩.jpg",
    ]

    @Test func everyNameComesBack() throws {
        let scratch = try Scratch()
        let lines = Self.names.map { CSVTable.line(of: [$0, "x", $0]) }
        let text = CSVTable.line(of: ["path", "middle", "again"]) + "\n" + lines.joined(separator: "\n") + "\n"
        let found = try CSVTable.read(scratch.write(text, to: "t.csv")).rows.map(\.fields)
        try #require(found.count == Self.names.count)
        for (fields, name) in zip(found, Self.names) {
            #expect(fields.map { Array($0.unicodeScalars) } == [name, "x", name].map { Array($0.unicodeScalars) })
        }
    }
}
