import Foundation
import Storage

/// Fetches files over HTTP, as often as it takes.
public struct Downloader {
    /// How patient a download is.
    public struct Patience: Sendable, Equatable {
        /// Attempts in a row that bring the file no further before it gives up.
        public var attempts: Int
        /// Seconds without a byte after which a connection counts as lost.
        public var timeout: Int
        /// Bytes a second that a connection must bring over twice the `timeout`.
        public var leastSpeed: Int
        /// Seconds before the second attempt; twice as many before each further one, 30 at most.
        public var pause: Double

        public init(attempts: Int = 5, timeout: Int = 30, leastSpeed: Int = 1000, pause: Double = 1) {
            self.leastSpeed = leastSpeed
            self.attempts = attempts
            self.timeout = timeout
            self.pause = pause
        }

        /// Seconds before the attempt after `failures` ones; a server that asks for more gets it, up to two minutes.
        package func wait(after failures: Int, asked: Int?) -> Double {
            let doubled = pause * pow(2, Double(min(failures, 20) - 1))
            return max(min(doubled, 30), Double(min(asked ?? 0, 120)))
        }
    }

    /// News of a download.
    public enum Event: Sendable, Equatable {
        /// So much is there; told ten times a second.
        case came(bytes: Int, total: Int?)
        /// An attempt failed; another one follows after a pause in seconds.
        case failed(DownloadError, pause: Double)
        /// What an earlier attempt left fits nothing that the server has now.
        case startsOver
    }

    /// No file whose size is not known may have more bytes: a body without end is not to fill the disk.
    public static let mostBytes = 8_000_000_000

    private let patience: Patience
    private let report: (Event) throws -> Void

    /// `report` is told what happens; what it throws ends the download, and what has come is kept.
    public init(patience: Patience, report: @escaping (Event) throws -> Void) {
        self.patience = patience
        self.report = report
    }

    /// Brings `partial` to the whole file at `address`, which has `expected` bytes where that is known.
    ///
    /// What is there is gone on from where the server says that it still has the same file; else it starts over.
    /// Throws `DownloadError`, `StorageError` and what `report` throws.
    public func fetch(_ address: URL, into partial: PartialFile, expected: Int?) throws {
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
                // Without a part, the next answer cannot be unfit again.
                try report(.startsOver)
                try partial.discard()
            } catch let error as DownloadError where mayPass(error) {
                // An attempt that brings next to nothing is a failure: else there would be attempts without end.
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

    /// A part can be gone on from only where the server gave it a name, and came from the same address.
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
