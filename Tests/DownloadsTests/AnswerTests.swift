import Downloads
import Foundation
import Testing

/// What answers of servers are taken for.
@Suite struct AnswerTests {
    private static let origin = PartialFile.Origin(address: "http://h/w", validator: "\"a\"", total: 400)

    private func answer(
        _ status: Int, _ fields: [String: String], held: Int = 0, expected: Int? = nil
    ) throws -> Answer {
        let head = ResponseHead(status: status, fields: fields.map { (name: $0, value: $1) })
        return try Answer(
            head, address: "http://h/w", held: held, origin: held > 0 ? Self.origin : nil, expected: expected)
    }

    private func whole(_ validator: String?, _ total: Int?) -> Answer {
        .startsOver(PartialFile.Origin(address: "http://h/w", validator: validator, total: total))
    }

    @Test func aWholeFileIsTakenAsItComes() throws {
        #expect(try answer(200, [:]) == whole(nil, nil))
        #expect(try answer(200, ["Content-Length": "400", "ETag": "\"a\""]) == whole("\"a\"", 400))
        #expect(try answer(200, ["content-length": "400", "etag": "\"a\""]) == whole("\"a\"", 400))
        #expect(try answer(200, ["ETag": "\"b\"", "Last-Modified": "D"], held: 100) == whole("\"b\"", nil))
        #expect(try answer(200, ["ETag": "W/\"a\"", "Last-Modified": "D"]) == whole("D", nil))
        #expect(try answer(200, ["ETag": "W/\"a\""]) == whole(nil, nil))
        #expect(try answer(200, ["Content-Length": "90", "Content-Encoding": "gzip"]) == whole(nil, nil))
        #expect(try answer(200, ["Content-Length": "400"], expected: 400) == whole(nil, 400))
    }

    @Test(arguments: ["9223372036854775807", "99999999999999999999999", "8000000001"])
    func aSizeThatNoFileHasIsRefused(size: String) {
        #expect(throws: DownloadError.tooLarge(address: "http://h/w", limit: Downloader.mostBytes)) {
            try answer(200, ["Content-Length": size])
        }
    }

    @Test func twoSizesMakeNoSense() {
        let head = ResponseHead(status: 200, fields: [("Content-Length", "4"), ("Content-Length", "5")])
        #expect(throws: DownloadError.senseless(address: "a", problem: "it gives the size of the file as 4 and 5")) {
            try Answer(head, address: "a", held: 0, origin: nil, expected: nil)
        }
    }

    @Test(arguments: [
        ("bytes 100-399/400", Answer.goesOn), ("bytes 100-399/*", .goesOn), ("bytes 99-399/400", .doesNotFit),
        ("bytes 100-400/401", .doesNotFit), ("bytes x-399/400", .doesNotFit),
    ]) func aPartMustFit(range: String, expected: Answer) throws {
        #expect(try answer(206, ["Content-Range": range, "ETag": "\"a\""], held: 100) == expected)
        #expect(try answer(206, ["Content-Range": range], held: 100) == expected)
        #expect(try answer(206, ["Content-Range": range, "ETag": "\"b\""], held: 100) == .doesNotFit)
    }

    @Test func nothingIsLeftToSend() throws {
        #expect(try answer(416, ["Content-Range": "bytes */400"], held: 400) == .isWhole)
        #expect(try answer(416, ["Content-Range": "bytes */300"], held: 400) == .doesNotFit)
        #expect(try answer(416, [:], held: 400) == .doesNotFit)
    }

    @Test(arguments: [
        (404, ["Content-Type": "text/html"], 0, DownloadError.status(404, address: "http://h/w", retryAfter: nil)),
        (503, ["Retry-After": "7"], 0, .status(503, address: "http://h/w", retryAfter: 7)),
        (503, ["Retry-After": "a while"], 0, .status(503, address: "http://h/w", retryAfter: nil)),
        (416, [:], 0, .status(416, address: "http://h/w", retryAfter: nil)),
        (204, [:], 0, .status(204, address: "http://h/w", retryAfter: nil)),
        (200, ["Content-Type": "Text/HTML; charset=utf-8"], 0, .webPage(address: "http://h/w")),
        (200, ["Content-Length": "401"], 0, .otherSize(address: "http://h/w", found: 401, expected: 400)),
        (
            200, ["Content-Length": "-1"], 0,
            .senseless(address: "http://h/w", problem: "it gives the size of the file as -1")
        ),
        (
            200, ["Content-Length": "9223372036854775807"], 0,
            .otherSize(address: "http://h/w", found: .max, expected: 400)
        ),
        (206, ["Content-Range": "bytes 9-400/401"], 9, .otherSize(address: "http://h/w", found: 401, expected: 400)),
        (
            206, ["Content-Range": "bytes 0-399/400"], 0,
            .senseless(address: "http://h/w", problem: "it sent a part of the file that was not asked for")
        ),
    ]) func otherAnswersAreErrors(status: Int, fields: [String: String], held: Int, expected: DownloadError) {
        #expect(throws: expected) { try answer(status, fields, held: held, expected: 400) }
    }
}
