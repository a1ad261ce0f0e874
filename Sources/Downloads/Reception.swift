import Foundation

/// Receives the answer to one request: its head, then its body into a partial file.
final class Reception: AnswerReceiver {
    /// How an answer ended.
    enum Ending {
        /// It leads to another address.
        case redirection(URL)
        /// Nothing more of it is needed.
        case whole
        /// It cannot be used.
        case failure(any Error)
    }

    private let address: URL
    private let partial: PartialFile
    private let expected: Int?
    private var lines: [String] = []
    /// The bytes of heads and bodies.
    private(set) var received = 0
    private(set) var body = 0
    private(set) var hasAnswer = false
    /// Set before the answer is over if nothing more of it is wanted.
    private(set) var ending: Ending?

    /// Will write the answer of `address` to `partial`; a file of another size than `expected` is refused.
    init(_ address: URL, into partial: PartialFile, expected: Int?) {
        self.address = address
        self.partial = partial
        self.expected = expected
    }

    func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
        received += line.count
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard text.isEmpty else {
            // The head of a final answer may follow that of a preliminary one.
            if text.hasPrefix("HTTP/") { lines = [] }
            lines.append(text)
            return true
        }
        // Fields that follow the body say nothing about it.
        return hasAnswer || attempt { try takeHead() }
    }

    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        body += bytes.count
        return attempt {
            guard hasAnswer else { throw DownloadError.senseless(address: address.absoluteString, problem: "it is not HTTP") }
            // Checked before writing, so that an endless body does not fill the disk.
            try requireSize(partial.bytes + bytes.count)
            try partial.append(Data(bytes))
        }
    }

    private func takeHead() throws {
        guard let head = ResponseHead(lines: lines) else {
            throw DownloadError.senseless(address: address.absoluteString, problem: "it is not HTTP")
        }
        guard head.status >= 200 else { return }
        if Redirection.statuses.contains(head.status), let location = head.value("Location") {
            ending = .redirection(try Redirection.target(of: location, from: address))
            return
        }
        hasAnswer = true
        let answer = try Answer(
            head, address: address.absoluteString, held: partial.bytes, origin: partial.origin, expected: expected)
        switch answer {
        case .goesOn: try partial.goOn()
        case .startsOver(let origin): try partial.begin(origin)
        case .isWhole: ending = .whole
        case .doesNotFit: throw Unfit()
        }
    }

    private func requireSize(_ bytes: Int) throws(DownloadError) {
        if let limit = expected ?? partial.total {
            guard bytes <= limit else {
                throw .otherSize(address: address.absoluteString, found: bytes, expected: limit)
            }
        } else if bytes > Downloader.mostBytes {
            throw .tooLarge(address: address.absoluteString, limit: Downloader.mostBytes)
        }
    }

    /// Does a part of the work.
    ///
    /// - Returns: whether the request should continue.
    private func attempt(_ work: () throws -> Void) -> Bool {
        guard ending == nil else { return false }
        do {
            try work()
        } catch {
            ending = .failure(error)
        }
        return ending == nil
    }
}

/// What is there does not belong to any file that the server has.
struct Unfit: Error {}
