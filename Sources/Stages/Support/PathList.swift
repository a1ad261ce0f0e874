import Foundation

/// Paths in a text, such as `find` prints them.
public struct PathList {
    /// What ends each path.
    public enum Separator: Sendable {
        case lineBreak
        /// A zero byte, as of `find -print0`.
        case zeroByte
    }

    /// One of the paths.
    public struct Entry: Equatable {
        /// Bytes that are not UTF-8 are replaced.
        public let path: String
        /// Whether the bytes are UTF-8, so that the path leads to the file.
        public let isText: Bool

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

    /// In the order of the text; empty ones are passed over.
    public let entries: [Entry]

    /// The longest text that is read.
    private static let mostBytes = 1 << 28

    /// Reads a stream to its end. Throws `PipelineError.zeroByteInList` for a zero byte that should not be there, and
    /// `.listTooLong`.
    public static func read(_ stream: FileHandle, separator: Separator) throws -> PathList {
        var text: [UInt8] = []
        while let piece = try stream.read(upToCount: 1 << 16), !piece.isEmpty {
            if separator == .lineBreak, piece.contains(0) { throw PipelineError.zeroByteInList }
            text += piece
            guard text.count <= mostBytes else { throw PipelineError.listTooLong(bytes: mostBytes) }
        }
        return try PathList(text, separator: separator)
    }

    /// Takes a text apart; a byte order mark at its beginning, and line ends of CR LF, are no part of a path.
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
