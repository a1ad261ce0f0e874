import CCurl
import Foundation
import Testing

/// Transfers between libcurl and a server on this thread, which shows what each function has set.
@Suite struct CCurlTests {
    private static let started = kalon_curl_start()

    init() {
        #expect(Self.started == CURLE_OK)
    }

    @Test func anAnswerArrivesPieceByPiece() throws {
        let transfer = try Transfer()
        #expect(try transfer.run() == CURLE_OK)
        #expect(transfer.receiver.head == "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n")
        #expect(transfer.receiver.body == "the content")
        #expect(transfer.reason == "")
    }

    @Test func textsAreCopied() throws {
        let transfer = try Transfer()
        var agent = Array("kalon-agent".utf8CString)
        #expect(kalon_curl_set_text(transfer.handle, CURLOPT_USERAGENT, agent) == CURLE_OK)
        for index in agent.indices.dropLast() { agent[index] = 0x78 }
        #expect(try transfer.run() == CURLE_OK)
        #expect(transfer.request.contains("\r\nUser-Agent: kalon-agent\r\n"))
    }

    @Test func numbersAreSet() throws {
        let transfer = try Transfer()
        #expect(kalon_curl_set_number(transfer.handle, CURLOPT_NOBODY, 1) == CURLE_OK)
        #expect(try transfer.run() == CURLE_OK)
        #expect(transfer.request.hasPrefix("HEAD /file HTTP/1.1\r\n"))
        #expect(transfer.receiver.body == "")
    }

    @Test func fieldsAreAdded() throws {
        let transfer = try Transfer()
        let fields = curl_slist_append(curl_slist_append(nil, "Range: bytes=9-"), "X-Kalon: yes")
        defer { curl_slist_free_all(fields) }
        #expect(kalon_curl_set_fields(transfer.handle, fields) == CURLE_OK)
        #expect(try transfer.run() == CURLE_OK)
        #expect(transfer.request.hasPrefix("GET /file HTTP/1.1\r\n"))
        #expect(transfer.request.contains("\r\nRange: bytes=9-\r\n"))
        #expect(transfer.request.contains("\r\nX-Kalon: yes\r\n"))
    }

    @Test(arguments: [true, false]) func aReceiverThatTakesLessEndsTheTransfer(isOfTheHead: Bool) throws {
        let transfer = try Transfer()
        if isOfTheHead { transfer.receiver.takesHead = false } else { transfer.receiver.takesBody = false }
        #expect(try transfer.run() == CURLE_WRITE_ERROR)
        #expect(transfer.receiver.body == "")
        #expect(transfer.receiver.head == (isOfTheHead ? "" : "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"))
        // The reason of this transfer, not libcurl's general words for its code.
        #expect(transfer.reason != "" && transfer.reason != String(cString: curl_easy_strerror(CURLE_WRITE_ERROR)))
    }

    @Test func anOptionOfAnotherKindIsRefused() throws {
        let handle = try #require(curl_easy_init())
        defer { curl_easy_cleanup(handle) }
        let unknown = CURLoption(rawValue: 9999)
        #expect(kalon_curl_set_text(handle, unknown, "a") == CURLE_UNKNOWN_OPTION)
        #expect(kalon_curl_set_number(handle, unknown, 1) == CURLE_UNKNOWN_OPTION)
    }
}

/// A transfer from `LoopbackServer`, and the owner of its handles.
private final class Transfer {
    /// What the receivers were given.
    final class Receiver {
        var head = ""
        var body = ""
        var takesHead = true
        var takesBody = true
    }

    let handle: UnsafeMutableRawPointer
    let receiver = Receiver()
    private let many: UnsafeMutableRawPointer
    private let server: LoopbackServer
    private let words: UnsafeMutablePointer<CChar>

    init() throws {
        server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nthe content")
        handle = try #require(curl_easy_init())
        many = try #require(curl_multi_init())
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        #expect(kalon_curl_set_text(handle, CURLOPT_URL, "http://127.0.0.1:\(server.port)/file") == CURLE_OK)
        #expect(kalon_curl_set_text(handle, CURLOPT_NOPROXY, "*") == CURLE_OK)
        #expect(kalon_curl_set_number(handle, CURLOPT_NOSIGNAL, 1) == CURLE_OK)
        #expect(kalon_curl_set_reason(handle, words) == CURLE_OK)
        #expect(
            kalon_curl_set_receivers(
                handle,
                { bytes, size, count, context in
                    received(bytes, size * count, context) { receiver, text in
                        guard receiver.takesHead else { return false }
                        receiver.head += text
                        return true
                    }
                },
                { bytes, size, count, context in
                    received(bytes, size * count, context) { receiver, text in
                        guard receiver.takesBody else { return false }
                        receiver.body += text
                        return true
                    }
                }, Unmanaged.passUnretained(receiver).toOpaque()) == CURLE_OK)
        #expect(curl_multi_add_handle(many, handle) == CURLM_OK)
    }

    deinit {
        curl_multi_remove_handle(many, handle)
        curl_easy_cleanup(handle)
        curl_multi_cleanup(many)
        words.deallocate()
    }

    var request: String { server.request }
    var reason: String { String(cString: words) }

    /// Turns between libcurl and the server until the transfer has ended; how it did.
    func run() throws -> CURLcode {
        var code = CURLE_OBSOLETE20, running: Int32 = 1
        while true {
            #expect(curl_multi_perform(many, &running) == CURLM_OK)
            let hasEnded = kalon_curl_ended(many, &code)
            #expect(hasEnded == 1 || code == CURLE_OBSOLETE20)
            // What has ended is no longer running, and the other way round.
            try #require((hasEnded == 1) == (running == 0))
            if hasEnded == 1 { break }
            try server.advance()
        }
        #expect(kalon_curl_ended(many, &code) == 0)
        return code
    }
}

/// Gives a receiver bytes; returns how many of them it took.
private func received(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (Transfer.Receiver, String) -> Bool
) -> Int {
    guard let bytes, let context else { return 0 }
    let receiver = Unmanaged<Transfer.Receiver>.fromOpaque(context).takeUnretainedValue()
    let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    return take(receiver, text) ? count : 0
}
