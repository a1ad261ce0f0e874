import CCurl
import Foundation

/// Receives an answer piece by piece.
protocol AnswerReceiver: AnyObject {
    /// Receives a line of the head with its line end; false ends the request.
    func takeLine(_ line: UnsafeRawBufferPointer) -> Bool
    /// Receives a piece of the body; false ends the request.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// One GET request by libcurl, and the owner of its handles.
///
/// Certificates are checked, proxies come from the environment, redirections are not followed, and no protocol other than
/// HTTP is used.
final class CurlRequest {
    /// How a request failed.
    struct Failure: Error {
        let code: CURLcode
        /// In libcurl's words.
        let reason: String
    }

    private let handle: UnsafeMutableRawPointer
    private let many: UnsafeMutableRawPointer
    private var fields: UnsafeMutablePointer<curl_slist>?
    private let reason: UnsafeMutablePointer<CChar>
    private let link: ReceiverLink

    /// Prepares a request for `address`.
    ///
    /// - Parameters:
    ///   - address: what is requested.
    ///   - fields: additional fields, such as `Range: bytes=9-`.
    ///   - timeout: the seconds that connecting may take.
    ///   - receiver: what takes the answer.
    /// - Throws: `DownloadError.library`.
    init(_ address: URL, fields: [String], timeout: Int, receiver: any AnswerReceiver) throws(DownloadError) {
        try CurlLibrary.started.get()
        guard let handle = curl_easy_init() else { throw .library(reason: "a request cannot be created") }
        guard let many = curl_multi_init() else {
            curl_easy_cleanup(handle)
            throw .library(reason: "a request cannot be created")
        }
        (self.handle, self.many) = (handle, many)
        link = ReceiverLink(receiver)
        reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
        reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        for field in fields { self.fields = curl_slist_append(self.fields, field) }
        try set(CURLOPT_URL, address.absoluteString)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_USERAGENT, "kalon")
        for (option, number) in [
            (CURLOPT_CONNECTTIMEOUT, timeout), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_NOSIGNAL, 1),
            // The request has its own connection, which ends with it.
            (CURLOPT_FRESH_CONNECT, 1), (CURLOPT_FORBID_REUSE, 1),
        ] { try require(kalon_curl_set_number(handle, option, number)) }
        if let file = Self.certificates { try set(CURLOPT_CAINFO, file) }
        try require(kalon_curl_set_fields(handle, self.fields))
        try require(kalon_curl_set_reason(handle, reason))
        try require(
            kalon_curl_set_receivers(
                handle, { ReceiverLink.pass($0, $1, $2, $3) { $0.takeLine($1) } },
                { ReceiverLink.pass($0, $1, $2, $3) { $0.takeBody($1) } }, Unmanaged.passUnretained(link).toOpaque()))
    }

    deinit {
        curl_multi_remove_handle(many, handle)
        curl_easy_cleanup(handle)
        curl_multi_cleanup(many)
        curl_slist_free_all(fields)
        reason.deallocate()
    }

    /// The certificates of authorities that the user names, in the variables that curl itself uses.
    private static var certificates: String? {
        let environment = ProcessInfo.processInfo.environment
        return ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }

    /// Sends the request and waits until the answer is over.
    ///
    /// Calls `whileWaiting` ten times a second, and more often while data arrive; an error that it throws ends the request.
    /// Throws `Failure`.
    func run(whileWaiting: () throws -> Void) throws {
        try require(curl_multi_add_handle(many, handle))
        var code = CURLE_OK
        var running: Int32 = 1
        while true {
            try require(curl_multi_perform(many, &running))
            if kalon_curl_ended(many, &code) == 1 { break }
            try whileWaiting()
            try require(curl_multi_poll(many, nil, 0, 100, nil))
        }
        guard code != CURLE_OK else { return }
        let words = String(cString: reason)
        throw Failure(code: code, reason: words.isEmpty ? CurlLibrary.text(of: code) : words)
    }

    private func set(_ option: CURLoption, _ text: String) throws(DownloadError) {
        try require(kalon_curl_set_text(handle, option, text))
    }

    private func require(_ code: CURLcode) throws(DownloadError) {
        guard code == CURLE_OK else { throw .library(reason: CurlLibrary.text(of: code)) }
    }

    private func require(_ code: CURLMcode) throws(DownloadError) {
        guard code == CURLM_OK else { throw .library(reason: String(cString: curl_multi_strerror(code))) }
    }
}

/// What libcurl is given so that the receiver can be found.
private final class ReceiverLink {
    private unowned let receiver: any AnswerReceiver

    init(_ receiver: any AnswerReceiver) { self.receiver = receiver }

    /// Returns the number of bytes taken: all of them, or another number, which ends the request.
    static func pass(
        _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
        to take: (any AnswerReceiver, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context, let bytes else { return 0 }
        let link = Unmanaged<ReceiverLink>.fromOpaque(context).takeUnretainedValue()
        let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
        // libcurl takes any number other than that of the bytes as a refusal; there may be no bytes.
        return take(link.receiver, buffer) ? buffer.count : buffer.count + 1
    }
}
