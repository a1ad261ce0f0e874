import Foundation

/// A list of paths in a text, as `find` prints it.
public struct PathList {
    /// What ends each path.
    public enum Separator: Sendable {
        /// LF, or CR LF.
        case lineBreak
        /// A zero byte, as with `find -print0`.
        case zeroByte
    }

    /// One of the paths.
    public struct Entry: Equatable {
        /// The path, with bytes that are not UTF-8 replaced.
        public let path: String
        /// Whether the bytes are UTF-8, so that the path can be opened.
        public let isText: Bool

        /// Creates an entry for a path that is known to be text.
        public init(_ path: String) {
            self.path = path
            isText = true
        }

        init(_ bytes: some Collection<UInt8>) {
            let text = String(validating: bytes, as: UTF8.self)
            path = text ?? String(decoding: bytes, as: UTF8.self)
            isText = text != nil
        }
    }

    /// The paths in the order of the text, without empty ones.
    public let entries: [Entry]

    /// The longest text that is read.
    private static let mostBytes = 1 << 28

    /// Reads a stream to its end.
    ///
    /// - Parameters:
    ///   - stream: The stream, such as standard input.
    ///   - separator: What ends each path.
    /// - Throws: `PipelineError.zeroByteInList` for an unexpected zero byte, and `.listTooLong` beyond 256 MiB.
    public static func read(_ stream: FileHandle, separator: Separator) throws -> PathList {
        var text: [UInt8] = []
        while let piece = try stream.read(upToCount: 1 << 16), !piece.isEmpty {
            if separator == .lineBreak, piece.contains(0) { throw PipelineError.zeroByteInList }
            text += piece
            guard text.count <= mostBytes else { throw PipelineError.listTooLong(bytes: mostBytes) }
        }
        return try PathList(text, separator: separator)
    }

    /// Splits a text into paths; a leading byte order mark and the CR of line ends are not part of a path.
    ///
    /// - Parameters:
    ///   - text: The bytes of the text.
    ///   - separator: What ends each path.
    /// - Throws: `PipelineError.zeroByteInList` for an unexpected zero byte.
    public init(_ text: [UInt8], separator: Separator) throws(PipelineError) {
        if separator == .lineBreak, text.contains(0) { throw .zeroByteInList }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = text.starts(with: mark) ? text[mark.count...] : text[...]
        entries = content.split(separator: separator == .lineBreak ? 0x0A : 0).compactMap { line in
            let path = separator == .lineBreak && line.last == 0x0D ? line.dropLast() : line
            return path.isEmpty ? nil : Entry(path)
        }
    }
}
