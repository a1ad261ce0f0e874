import Faults
import Foundation
import Testing

/// What is shown of texts that may hold anything.
@Suite struct ShownTests {
    @Test(arguments: [
        ("a b.jpg", "a b.jpg"), ("żółw 🐢.JPG", "żółw 🐢.JPG"), ("שלום.jpg", "שלום.jpg"), ("写真.jpg", "写真.jpg"),
        ("", ""), ("e\u{301}", "e\u{301}"),
        // Emoji with what belongs to them.
        ("❤\u{FE0F}", "❤\u{FE0F}"), ("👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧"), ("👍🏽", "👍🏽"), ("🇵🇱", "🇵🇱"),
    ]) func whatDisturbsNothingStays(text: String, shown: String) throws {
        #expect(text.shown == shown)
        // JSON may escape more than a terminal needs, as long as it says the same.
        let decoded = try JSONDecoder().decode(String.self, from: Data("\"\(text.shownAsJSON)\"".utf8))
        #expect(decoded.unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test(arguments: [
        ("a\u{1B}[31mb", #"a\u{1B}[31mb"#), ("a\nb", #"a\nb"#), ("a\r\nb", #"a\r\nb"#), ("a\tb", #"a\tb"#),
        ("\u{7F}", #"\u{7F}"#),
        ("\u{9B}31m", #"\u{9B}31m"#), ("\u{0}", #"\0"#), ("\u{202E}gpj.exe", #"\u{202E}gpj.exe"#),
        ("\u{2066}a\u{2069}", #"\u{2066}a\u{2069}"#), ("a\u{200E}\u{200F}\u{61C}", #"a\u{200E}\u{200F}\u{061C}"#),
        ("a\u{200B}b", #"a\u{200B}b"#), ("a\u{FEFF}b", #"a\u{FEFF}b"#), ("a\u{AD}b", #"a\u{00AD}b"#),
        ("a\u{2028}b\u{2029}", #"a\u{2028}b\u{2029}"#), ("\u{E0041}", #"\u{000E0041}"#), ("\u{3164}", #"\u{3164}"#),
        ("a\u{FE0F}", #"a\u{FE0F}"#), ("a\u{200D}b", #"a\u{200D}b"#), ("1\u{FE0F}", #"1\u{FE0F}"#), ("\u{FFFF}", #"\u{FFFF}"#),
        // A combining mark after it makes another character of it, and the same command.
        ("\u{1B}\u{301}[31m", "\\u{1B}\u{301}[31m"), ("a\n\u{301}b", "a\\n\u{301}b"),
    ]) func whatDisturbsIsAnEscape(text: String, shown: String) {
        #expect(comparable(text.shown) == comparable(shown), "\(text.shown)")
        #expect(text.shown.shown == text.shown)
    }

    /// Without the zeros by which versions of the standard library fill up escapes.
    private func comparable(_ text: String) -> [Unicode.Scalar] {
        Array(text.replacing(/\\u\{0+(?=[0-9A-F])/, with: { _ in "\\u{" }).unicodeScalars)
    }

    @Test func everyDangerousScalarIsCaught() {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x1F, 0x7F...0x9F, 0x061C...0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F,
            0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF,
        ]
        for value in ranges.joined() {
            let scalar = Unicode.Scalar(value)
            #expect(scalar?.disturbs == true, "\(String(value, radix: 16))")
            guard let scalar else { continue }
            #expect("x\(String(String.UnicodeScalarView([scalar])))y".shown.unicodeScalars.allSatisfy { !$0.disturbs })
        }
    }

    @Test func linesStayLines() {
        #expect("a\u{1B}\nb\r\nc\n".shownInLines.unicodeScalars.filter { $0 == "\n" }.count == 3)
        #expect(!"a\u{1B}\nb\r\nc\n".shownInLines.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\r" })
    }

    @Test func jsonKeepsItsValues() {
        #expect("\"\u{202E}\u{7F}é\"\n".shownAsJSON == "\"\\u202e\\u007fé\"\n")
        #expect("\"\u{E0041}\"".shownAsJSON == #""\udb40\udc41""#)
    }

    @Test func markupIsEscapedByScalar() {
        #expect(Array("<\u{338}b>&\"".escapedAsMarkup.unicodeScalars) == Array("&lt;\u{338}b&gt;&amp;&quot;".unicodeScalars))
        #expect("a\u{1B}".escapedAsMarkup == #"a\u{1B}"#)
    }

    @Test func pathsArePartedByByte() {
        #expect("a/\u{301}b//c/".pathParts == ["a", "\u{301}b", "c"])
    }
}
