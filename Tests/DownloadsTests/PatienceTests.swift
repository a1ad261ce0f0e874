import Downloads
import Foundation
import Testing

/// Where redirections lead, and how long is waited.
@Suite struct PatienceTests {
    @Test(arguments: [
        ("http://h/a/b?q", "c", "http://h/a/c"), ("http://h/a/b", "/c%20d?x=1&y", "http://h/c%20d?x=1&y"),
        ("http://h:81/a", "//g/c", "http://g/c"), ("http://h/a", "https://g/c", "https://g/c"),
        ("https://h/a", "HTTPS://g/c", "HTTPS://g/c"), ("https://h/a/b", "../c", "https://h/c"),
    ]) func redirectionsAreResolved(source: String, location: String, expected: String) throws {
        let source = try #require(URL(string: source))
        #expect(try Redirection.target(of: location, from: source).absoluteString == expected)
    }

    @Test func encryptionIsNotGivenUp() throws {
        let source = try #require(URL(string: "https://h/a"))
        #expect(throws: DownloadError.downgrade(from: "https://h/a", to: "http://g/c")) {
            try Redirection.target(of: "http://g/c", from: source)
        }
    }

    @Test(arguments: ["ftp://g/c", "file:///etc/passwd", "http://", "javascript:x"])
    func onlyTheWebIsFollowed(_ location: String) throws {
        let source = try #require(URL(string: "http://h"))
        #expect(throws: DownloadError.badRedirection(from: "http://h", to: location)) {
            try Redirection.target(of: location, from: source)
        }
    }

    @Test func pausesDoubleUpToHalfAMinute() {
        let patience = Downloader.Patience(attempts: 9, timeout: 1, pause: 1)
        #expect((1...7).map { patience.wait(after: $0, asked: nil) } == [1, 2, 4, 8, 16, 30, 30])
        #expect(patience.wait(after: 1000, asked: nil) == 30)
        #expect(patience.wait(after: 1, asked: 9) == 9)
        #expect(patience.wait(after: 4, asked: 2) == 8)
        #expect(patience.wait(after: 1, asked: 1_000_000) == 120)
    }
}
