import Foundation

/// A message to be written, in pieces that follow one another.
///
/// Unchanged parts remain where they are in the file, so that a network of gigabytes is changed without a copy.
package struct WireParts {
    enum Piece: Equatable {
        /// Bytes of the file.
        case file(Range<Int>)
        case made([UInt8])
    }

    private(set) var pieces: [Piece] = []
    /// The number of bytes.
    package private(set) var count = 0

    package init() {}

    private init(made bytes: [UInt8]) {
        append(bytes)
    }

    /// A field that holds a text.
    package static func field(_ number: Int, _ text: String) -> WireParts { field(number, Array(text.utf8)) }

    /// A field that holds bytes.
    package static func field(_ number: Int, _ bytes: [UInt8]) -> WireParts { WireParts(made: bytes).asField(number) }

    /// A field that holds a whole number.
    package static func field(_ number: Int, _ integer: Int) -> WireParts {
        WireParts(made: varint(UInt64(number) << 3) + varint(UInt64(bitPattern: Int64(integer))))
    }

    /// A field that holds a number of four bytes.
    package static func field(_ number: Int, _ float: Float) -> WireParts {
        let bits = float.bitPattern
        return WireParts(made: varint(UInt64(number) << 3 | 5) + (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) })
    }

    /// Appends a part of the file, whose indices are its place in the file.
    mutating func append(file part: Data) {
        guard !part.isEmpty else { return }
        count += part.count
        if case .file(let last)? = pieces.last, last.upperBound == part.startIndex {
            pieces[pieces.count - 1] = .file(last.lowerBound..<part.endIndex)
        } else {
            pieces.append(.file(part.startIndex..<part.endIndex))
        }
    }

    package mutating func append(_ other: WireParts) {
        pieces += other.pieces
        count += other.count
    }

    /// A field with all pieces as its content.
    package func asField(_ number: Int) -> WireParts {
        var field = WireParts(made: Self.varint(UInt64(number) << 3 | 2) + Self.varint(UInt64(count)))
        field.append(self)
        return field
    }

    /// Calls `body` with the pieces in memory.
    ///
    /// - Parameters:
    ///   - file: the content of the whole file.
    ///   - body: what is done with the pieces.
    /// - Returns: what `body` returns.
    package func withPieces<Result>(of file: Data, _ body: ([UnsafeRawBufferPointer]) -> Result) -> Result {
        let made = pieces.flatMap { piece in
            if case .made(let bytes) = piece { bytes } else { [UInt8]() }
        }
        return file.withUnsafeBytes { file in
            made.withUnsafeBytes { made in
                var place = 0
                return body(
                    pieces.map { piece in
                        switch piece {
                        case .file(let range): return UnsafeRawBufferPointer(rebasing: file[range])
                        case .made(let bytes):
                            defer { place += bytes.count }
                            return UnsafeRawBufferPointer(rebasing: made[place..<place + bytes.count])
                        }
                    })
            }
        }
    }

    private mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        pieces.append(.made(bytes))
        count += bytes.count
    }

    private static func varint(_ number: UInt64) -> [UInt8] {
        var bytes: [UInt8] = [], rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
