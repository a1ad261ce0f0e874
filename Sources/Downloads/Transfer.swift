import Foundation
import FoundationNetworking
import Storage
import Synchronization

/// One request and its answer, written into a partial file as it comes.
///
/// The session calls on a queue of its own; whoever started the transfer waits in `run`.
final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
    private struct State {
        var redirections = 0
        /// A redirection that is not followed; the session ends by itself when it is told so.
        var refusal: DownloadError?
        var hasAnswer = false
        var result: Result<Void, any Error>?
    }

    private let address: URL
    private let partial: PartialFile
    private let expected: Int?
    private let timeout: Int
    private let state = Mutex(State())
    private let done = DispatchSemaphore(value: 0)

    /// Will ask `address` for what `partial` lacks; a file of another size than `expected` is refused. Fails after
    /// `timeout` seconds without a byte.
    init(_ address: URL, into partial: PartialFile, expected: Int?, timeout: Int) {
        self.address = address
        self.partial = partial
        self.expected = expected
        self.timeout = timeout
    }

    /// Asks, until the file is there. Calls `whileWaiting` ten times a second; what it throws ends the transfer.
    ///
    /// A task that is not waited for any longer is left to itself and writes nothing more: to cancel one that waits
    /// for word on a redirection ends the process on Linux.
    func run(whileWaiting: () throws -> Void) throws {
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: BoundedQueue())
        let task = session.dataTask(with: request)
        task.resume()
        // Lets go of this value when the task has ended.
        session.finishTasksAndInvalidate()
        defer { finish(.failure(CancellationError())) }
        while done.wait(timeout: .now() + .milliseconds(100)) == .timedOut { try whileWaiting() }
        try state.withLock { $0.result }?.get()
    }

    private var configuration: URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.urlCredentialStorage = nil
        configuration.timeoutIntervalForRequest = TimeInterval(timeout)
        return configuration
    }

    private var request: URLRequest {
        var request = URLRequest(url: address)
        // Sizes and ranges count the bytes of the file, not of a compressed form of it.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        request.setValue("kalon", forHTTPHeaderField: "User-Agent")
        if partial.bytes > 0, let validator = partial.origin?.validator {
            request.setValue("bytes=\(partial.bytes)-", forHTTPHeaderField: "Range")
            request.setValue(validator, forHTTPHeaderField: "If-Range")
        }
        return request
    }

    /// The first result stays.
    private func finish(_ result: Result<Void, any Error>) {
        state.withLock { state in
            guard state.result == nil else { return }
            state.result = result
            done.signal()
        }
    }

    /// Does a piece of the work, unless there is a result; an error is the result.
    private func attempt(_ body: (inout State) throws -> Void) {
        state.withLock { state in
            guard state.result == nil else { return }
            do {
                try body(&state)
            } catch {
                state.result = .failure(error)
                done.signal()
            }
        }
    }

    // MARK: What the session calls

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        attempt { state in
            // The answer to a redirection that is not followed.
            guard state.refusal == nil else { return }
            state.hasAnswer = true
            guard let response = response as? HTTPURLResponse else {
                throw DownloadError.senseless(address: address.absoluteString, problem: "it is not HTTP")
            }
            let answer = try Answer(
                response, address: address.absoluteString, held: partial.bytes, origin: partial.origin,
                expected: expected)
            switch answer {
            case .goesOn: try partial.goOn()
            case .startsOver(let origin): try partial.begin(origin)
            case .isWhole: state.result = .success(())
            case .doesNotFit: throw Unfit()
            }
            if state.result != nil { done.signal() }
        }
        // On Linux the session goes on whatever it is told here.
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        attempt { state in
            guard state.refusal == nil else { return }
            try partial.append(data)
            if let limit = expected ?? partial.total, partial.bytes > limit {
                throw DownloadError.otherSize(address: address.absoluteString, found: partial.bytes, expected: limit)
            }
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let next: URLRequest? = state.withLock { state in
            do throws(DownloadError) {
                state.redirections += 1
                guard state.redirections <= Redirection.limit else {
                    throw .tooManyRedirections(address: address.absoluteString, limit: Redirection.limit)
                }
                var next = request
                next.url = try Redirection.target(
                    of: response.value(forHTTPHeaderField: "Location") ?? "", from: response.url ?? address)
                return next
            } catch {
                state.refusal = error
                return nil
            }
        }
        completionHandler(next)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let (refusal, hasAnswer) = state.withLock { ($0.refusal, $0.hasAnswer) }
        if let refusal { return finish(.failure(refusal)) }
        if let error { return finish(.failure(failure(error, host: task.currentRequest?.url?.host ?? ""))) }
        guard hasAnswer else {
            let status = (task.response as? HTTPURLResponse)?.statusCode ?? 0
            return finish(.failure(DownloadError.status(status, address: address.absoluteString, retryAfter: nil)))
        }
        if let total = partial.total, partial.bytes < total {
            let reason = "\(partial.bytes) of \(total) bytes came"
            return finish(.failure(DownloadError.lost(host: address.host ?? "", reason: reason)))
        }
        finish(.success(()))
    }

    private func failure(_ error: any Error, host: String) -> DownloadError {
        let reason = error.localizedDescription.trimmingCharacters(in: .whitespacesAndNewlines)
        switch (error as? URLError)?.code {
        case .cannotFindHost, .dnsLookupFailed, .notConnectedToInternet: return .hostUnknown(host: host)
        case .cannotConnectToHost: return .unreachable(host: host, reason: reason)
        case .timedOut: return .stalled(host: host, seconds: timeout)
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid:
            return .untrusted(host: host, reason: reason)
        // What curl says of a certificate reaches Linux without a code of its own.
        case .unknown where reason.contains("certificate"): return .untrusted(host: host, reason: reason)
        default: return .lost(host: host, reason: reason)
        }
    }
}

/// What is there belongs to no file that the server has.
struct Unfit: Error {}
