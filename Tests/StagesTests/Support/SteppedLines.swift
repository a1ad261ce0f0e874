import Foundation
import Testing

/// What a process writes, line by line: the pipe holds one write at a time, and the process waits before the next.
final class SteppedLines {
    private let descriptor: Int32
    /// What was read so far.
    private(set) var text = ""

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// A pipe whose other end is for the process.
    static func pipe() throws -> (SteppedLines, FileHandle) {
        var ends: [Int32] = [-1, -1]
        try #require(Foundation.pipe(&ends) == 0, "a pipe is made")
        let lines = SteppedLines(descriptor: ends[0])
        let end = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        for descriptor in ends { try #require(fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0) }
        // In packet mode each write takes a page of its own, and the pipe has one.
        try #require(fcntl(ends[1], F_SETFL, packetMode) == 0, "the pipe keeps writes apart")
        try #require(fcntl(ends[1], setPipeSize, 4096) == 4096, "a pipe of one page")
        return (lines, end)
    }

    /// What was written at once; nil at the end.
    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var count = read(descriptor, &bytes, bytes.count)
        while count < 0, errno == EINTR { count = read(descriptor, &bytes, bytes.count) }
        guard count > 0 else { return nil }
        let piece = String(decoding: bytes.prefix(count), as: UTF8.self)
        text += piece
        return piece
    }

    // Of Linux' <fcntl.h>, which hides them from Swift.
    private static let setPipeSize: Int32 = 1031
    #if arch(arm64)
    private static let packetMode: Int32 = 0o200_000
    #else
    private static let packetMode: Int32 = 0o40_000
    #endif
}
