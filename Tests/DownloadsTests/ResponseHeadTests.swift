import Downloads
import Testing

@Suite struct ResponseHeadTests {
    @Test func statusAndFieldsAreRead() throws {
        let head = try #require(
            ResponseHead(lines: ["HTTP/1.1 206 Partial Content", "ETag:  \"a\" ", "X:", "x-Y: a: b", "no field"]))
        #expect(head.status == 206 && head.value("etag") == "\"a\"" && head.value("X") == "" && head.value("X-y") == "a: b")
        #expect(head.value("none") == nil)
        #expect(ResponseHead(lines: ["HTTP/2 200 "])?.status == 200)
    }

    @Test(arguments: [[], ["", "a: b"], ["HTTP/1.1"], ["HTTP/1.1 2x0"], ["HTTP/1.1 99999 x"], ["ICY 200 OK"]])
    func whatIsNoHead(_ lines: [String]) {
        #expect(ResponseHead(lines: lines) == nil)
    }
}
