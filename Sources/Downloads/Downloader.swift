import Foundation

/// Fetches files over HTTP, in as many attempts as it takes.
package struct Downloader {
    /// How patient a download is.
    package struct Patience: Sendable, Equatable {
        /// The number of attempts in a row that bring nothing new before it gives up.
        package var attempts: Int
        /// The seconds without a byte after which a connection counts as lost.
        package var timeout: Int
        /// The bytes per second that a connection must bring, measured over twice the `timeout`.
        package var leastSpeed: Int
        /// The seconds before the second attempt; they double before each further one, up to 30.
        package var pause: Double

        /// How patient a download is.
        ///
        /// - Parameters:
        ///   - attempts: attempts in a row that bring nothing new before it gives up.
        ///   - timeout: seconds without a byte after which a connection counts as lost.
        ///   - leastSpeed: bytes per second that a connection must bring.
        ///   - pause: seconds before the second attempt.
        package init(attempts: Int = 5, timeout: Int = 30, leastSpeed: Int = 1000, pause: Double = 1) {
            self.leastSpeed = leastSpeed
            self.attempts = attempts
            self.timeout = timeout
            self.pause = pause
        }

        /// The seconds before the attempt after `failures` failed ones.
        ///
        /// A server that asks for more gets it, up to two minutes.
        package func wait(after failures: Int, asked: Int?) -> Double {
            let doubled = pause * pow(2, Double(min(failures, 20) - 1))
            return max(min(doubled, 30), Double(min(asked ?? 0, 120)))
        }
    }

    /// News of a download.
    package enum Event: Sendable, Equatable {
        /// This many bytes are there; reported ten times a second. `total` is nil if the size is unknown.
        case came(bytes: Int, total: Int?)
        /// An attempt failed; another one follows after a pause in seconds.
        case failed(DownloadError, pause: Double)
        /// What an earlier attempt left does not fit anything that the server has now.
        case startsOver
    }

    /// The most bytes of a file of unknown size, so that an endless body does not fill the disk.
    package static let mostBytes = 8_000_000_000

    private let patience: Patience
    private let report: (Event) throws -> Void

    /// A downloader.
    ///
    /// - Parameters:
    ///   - patience: how patient it is.
    ///   - report: receives the news; an error that it throws ends the download, and what has come is kept.
    package init(patience: Patience, report: @escaping (Event) throws -> Void) {
        self.patience = patience
        self.report = report
    }

    /// Downloads what `partial` lacks of the file at an address.
    ///
    /// The download continues from what is there if the server confirms that it still has the same file; otherwise it
    /// starts over.
    ///
    /// - Parameters:
    ///   - address: an http or https address.
    ///   - partial: what has come of the file so far; afterwards it is complete.
    ///   - expected: the size of the file in bytes; nil if it is unknown.
    /// - Throws: `DownloadError`, `StorageError`, and what `report` throws.
    package func fetch(_ address: URL, into partial: PartialFile, expected: Int?) throws {
        defer { partial.removeIfEmpty() }
        guard ["http", "https"].contains(address.scheme?.lowercased()), address.host?.isEmpty == false else {
            throw DownloadError.notWeb(address: address.absoluteString)
        }
        try discardUnlessUsable(partial, address: address)
        let start = partial.bytes
        var furthest = start
        var failures = 0
        func mayPass(_ error: DownloadError) -> Bool {
            error.isTransient || (error.isDisconnection && max(furthest, partial.bytes) > start)
        }
        while true {
            do {
                return try attempt(address, into: partial, expected: expected)
            } catch is Unfit {
                // With no part left, the next answer cannot be unfit again.
                try report(.startsOver)
                try partial.discard()
            } catch let error as DownloadError where mayPass(error) {
                // An attempt that brings next to nothing counts as a failure; otherwise the attempts might never end.
                if partial.bytes - furthest > patience.leastSpeed { failures = 0 }
                furthest = max(furthest, partial.bytes)
                failures += 1
                guard failures < patience.attempts else {
                    throw DownloadError.gaveUp(attempts: failures, kept: partial.bytes, last: error)
                }
                try pause(patience.wait(after: failures, asked: error.retryAfter), because: error, partial)
                try discardUnlessUsable(partial, address: address)
            }
        }
    }

    private func attempt(_ address: URL, into partial: PartialFile, expected: Int?) throws {
        let transfer = Transfer(address, into: partial, expected: expected, patience: patience)
        try transfer.run { try report(.came(bytes: partial.bytes, total: partial.total ?? expected)) }
        try report(.came(bytes: partial.bytes, total: partial.bytes))
    }

    /// Discards a part that cannot be continued: it must come from the same address, and the server must have named its
    /// state.
    private func discardUnlessUsable(_ partial: PartialFile, address: URL) throws {
        guard partial.bytes > 0 else { return }
        guard partial.origin?.address == address.absoluteString, partial.origin?.validator != nil else {
            try report(.startsOver)
            return try partial.discard()
        }
    }

    private func pause(_ seconds: Double, because error: DownloadError, _ partial: PartialFile) throws {
        try report(.failed(error, pause: seconds))
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            try report(.came(bytes: partial.bytes, total: partial.total))
            usleep(20_000)
        }
    }
}
