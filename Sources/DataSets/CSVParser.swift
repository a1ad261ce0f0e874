import Foundation

/// The sign that separates the fields of a table.
public enum CSVDelimiter: UInt8, CaseIterable, Sendable {
    /// `,`, as in RFC 4180.
    case comma = 0x2C
    /// `;`, as spreadsheets use it where the comma separates decimals.
    case semicolon = 0x3B
    /// A tab, as in `.tsv` files.
    case tab = 0x09

    /// The name as it appears in a sentence.
    package var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        }
    }
}

/// Splits a table byte by byte, by RFC 4180.
///
/// Fields that contain delimiters, line breaks or quotation marks are enclosed in quotation marks, and a quotation mark
/// inside such a field is doubled. A quotation mark inside an unquoted field stands for itself. Lines end in LF, CR LF or
/// CR. Time: proportional to the length of the text, whatever it contains.
struct CSVParser {
    /// UTF-8 without a byte order mark.
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var place = 0
    private var line = 1

    private static let quote: UInt8 = 0x22
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    init(_ bytes: [UInt8], delimiter: CSVDelimiter) {
        self.bytes = bytes
        self.delimiter = delimiter.rawValue
    }

    /// All lines except blank ones, or the first `limit` of them.
    ///
    /// - Throws: a problem with the number of its line.
    mutating func rows(limit: Int = .max) throws(LineProblem) -> [CSVTable.Row] {
        var rows: [CSVTable.Row] = []
        while place < bytes.count, rows.count < limit {
            let start = line
            let fields = try row()
            if fields != [""] { rows.append(CSVTable.Row(line: start, fields: fields)) }
        }
        return rows
    }

    /// A problem and the number of the line on which it begins.
    struct LineProblem: Error {
        let line: Int
        let problem: CSVProblem
    }

    private mutating func row() throws(LineProblem) -> [String] {
        let start = line
        var fields: [String] = []
        while true {
            fields.append(place < bytes.count && bytes[place] == Self.quote ? try quotedField(rowStart: start) : plainField())
            guard place < bytes.count, bytes[place] == delimiter else { break }
            place += 1
        }
        endLine()
        return fields
    }

    /// The text from here to the next delimiter or line break.
    private mutating func plainField() -> String {
        let start = place
        let end = bytes.withUnsafeBufferPointer { bytes in
            var end = start
            while end < bytes.count {
                let byte = bytes[end]
                if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
                end += 1
            }
            return end
        }
        place = end
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The text in quotation marks that begins here.
    private mutating func quotedField(rowStart: Int) throws(LineProblem) -> String {
        var content: [UInt8] = []
        place += 1
        while true {
            guard let end = next(Self.quote) else { throw LineProblem(line: rowStart, problem: .openQuote) }
            content += bytes[place..<end]
            place = end + 1
            guard place < bytes.count, bytes[place] == Self.quote else { break }
            content.append(Self.quote)
            place += 1
        }
        line += Self.lineBreaks(in: content)
        if place < bytes.count, ![delimiter, Self.lineFeed, Self.carriageReturn].contains(bytes[place]) {
            throw LineProblem(line: rowStart, problem: .badQuote)
        }
        return String(decoding: content, as: UTF8.self)
    }

    private func next(_ byte: UInt8) -> Int? {
        bytes.withUnsafeBytes { bytes in
            guard place < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + place, Int32(byte), bytes.count - place)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func endLine() {
        guard place < bytes.count else { return }
        if bytes[place] == Self.carriageReturn, place + 1 < bytes.count, bytes[place + 1] == Self.lineFeed { place += 1 }
        place += 1
        line += 1
    }

    private static func lineBreaks(in content: [UInt8]) -> Int {
        content.withUnsafeBufferPointer { content in
            var count = 0
            for (index, byte) in content.enumerated()
            where byte == carriageReturn || (byte == lineFeed && (index == 0 || content[index - 1] != carriageReturn)) {
                count += 1
            }
            return count
        }
    }
}
