import Storage
import TestSupport
import Testing

/// CSV by scalar: combining marks change nothing.
@Suite struct CSVParserTests {
    private func rows(_ text: String) throws -> [[String]] { try CSVTable(path: "t.csv", text: text).rows.map(\.fields) }

    /// Names that a person or an attacker may give a file.
    private static let names = [
        "a.jpg", "a,b.jpg", "a,\u{301}b.jpg", "\u{301}b.jpg", "a\"b.jpg", "a\"\u{301}b.jpg", "\"\u{301}", "a\nb", "a\r\nb", "a\rb",
        "a\n\u{301}b", " a.jpg", "a.jpg ", "\u{301},\u{301}\"\u{301}\n\u{301}", "\u{202E}gpj", "\u{1B}[31m", ",", "\"", "\u{2028}",
        "a;b", "a\tb", "👨\u{200D}👩.jpg",
    ]

    @Test func everyNameComesBack() throws {
        let lines = Self.names.map { CSVTable.line(of: [$0, "x", $0]) }
        let text = CSVTable.line(of: ["path", "middle", "again"]) + "\n" + lines.joined(separator: "\n") + "\n"
        let found = try rows(text)
        #expect(found.count == Self.names.count)
        for (fields, name) in zip(found, Self.names) {
            #expect(fields.map { Array($0.unicodeScalars) } == [name, "x", name].map { Array($0.unicodeScalars) })
        }
    }

    @Test(arguments: [
        ("a,b\n1,2", [["1", "2"]]), ("a,b\r\n1,2\r\n", [["1", "2"]]), ("a,b\r1,2\r", [["1", "2"]]),
        ("a,b\n\n1,2\n   \n3,4\n", [["1", "2"], ["3", "4"]]), ("a,b\n1,\n", [["1", ""]]), ("a,b\n1,", [["1", ""]]),
        ("a,b\n,\n", [["", ""]]), ("a,b\n 1, 2\n", [["1", "2"]]), ("a,b\n\"1\" ,\"2\"", [["1", "2"]]),
        ("a,b\n\"x\"\"y\",z\"\"z\n", [["x\"y", "z\"z"]]), ("a,b\n\"\",\"\"\n", [["", ""]]),
    ]) func linesAreRead(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test func theLineOfARowIsThatOfItsStart() throws {
        let table = try CSVTable(path: "t.csv", text: "a,b\r\n\"x\r\ny\",1\r\n\r\nz,2\r\n")
        #expect(table.rows.map(\.line) == [2, 5])
    }

    @Test(arguments: [
        ("a,b\n1,\"2", 2), ("a,b\n1,2\n\"3\"x,4\n", 3), ("a,b\n1\"x,2\n", 2), ("a,b\n1,2\"", 2),
    ]) func wrongQuotationMarksAreNamedByLine(text: String, line: Int) {
        let sentence = Sample.sentence { _ = try rows(text) }
        #expect(sentence?.contains("line \(line)") == true && sentence?.contains("quotation mark") == true, "\(sentence ?? "")")
    }
}
