import CCurl
import Foundation

/// One request and the redirections that it meets, written to a partial file as the answer arrives.
struct Transfer {
    private let address: URL
    private let partial: PartialFile
    private let expected: Int?
    private let patience: Downloader.Patience

    /// Will ask `address` for what `partial` lacks; a file of another size than `expected` is refused.
    init(_ address: URL, into partial: PartialFile, expected: Int?, patience: Downloader.Patience) {
        self.address = address
        self.partial = partial
        self.expected = expected
        self.patience = patience
    }

    /// Sends requests until the file is there.
    ///
    /// Calls `whileWaiting` ten times a second; an error that it throws ends the transfer. Throws `DownloadError`,
    /// `StorageError` and `Unfit`.
    func run(whileWaiting: () throws -> Void) throws {
        var source = address
        for _ in 0...Redirection.limit {
            guard let next = try answer(of: source, whileWaiting) else { return }
            source = next
        }
        throw DownloadError.tooManyRedirections(address: address.absoluteString, limit: Redirection.limit)
    }

    /// Where the answer of `source` leads; nil if it was the file.
    private func answer(of source: URL, _ whileWaiting: () throws -> Void) throws -> URL? {
        let host = source.host ?? ""
        let reception = Reception(source, into: partial, expected: expected)
        let request = try CurlRequest(source, fields: fields, timeout: patience.timeout, receiver: reception)
        var pace = Pace(
            host: host, timeout: patience.timeout, leastSpeed: patience.leastSpeed, now: ContinuousClock.now)
        do {
            try request.run {
                try pace.check(received: reception.received, body: reception.body, now: ContinuousClock.now)
                try whileWaiting()
            }
        } catch let failure as CurlRequest.Failure {
            // A request that the reception ended fails as well.
            if reception.ending == nil { throw error(of: failure, host: host, address: source) }
        }
        switch reception.ending {
        case .redirection(let next): return next
        case .failure(let error): throw error
        case .whole: return nil
        case nil: break
        }
        guard reception.hasAnswer else { throw DownloadError.lost(host: host, reason: "no answer came") }
        if let total = partial.total, partial.bytes < total {
            throw DownloadError.lost(host: host, reason: "only \(partial.bytes) of \(total) bytes came")
        }
        return nil
    }

    private var fields: [String] {
        // Sizes and ranges must count the bytes of the file, not of a compressed form of it.
        var fields = ["Accept-Encoding: identity"]
        if partial.bytes > 0, let validator = partial.origin?.validator {
            fields += ["Range: bytes=\(partial.bytes)-", "If-Range: \(validator)"]
        }
        return fields
    }

    private func error(of failure: CurlRequest.Failure, host: String, address: URL) -> DownloadError {
        switch failure.code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .hostUnknown(host: host)
        case CURLE_COULDNT_CONNECT: .unreachable(host: host, reason: failure.reason)
        case CURLE_OPERATION_TIMEDOUT: .stalled(host: host, seconds: patience.timeout)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR:
            .untrusted(host: host, reason: failure.reason)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_FILESIZE_EXCEEDED, CURLE_URL_MALFORMAT,
            CURLE_BAD_CONTENT_ENCODING:
            .senseless(address: address.absoluteString, problem: failure.reason)
        default: .lost(host: host, reason: failure.reason)
        }
    }
}
