import Foundation
import SwiftCSV

/// A CSV file with a header line, its fields as text and its lines counted.
public struct CSVTable: Sendable {
    /// A line of the table.
    public struct Row: Sendable {
        /// The line of the file on which it starts; the header is on line 1.
        public let line: Int
        /// As many as the header has.
        public let fields: [String]
    }

    public let path: String
    public let header: [String]
    public let rows: [Row]

    /// Reads the file at `path`; blank lines are passed over.
    ///
    /// Throws when it is not UTF-8, has no header, names a column twice, or has a line of another number of fields.
    public static func read(_ path: String) throws(StorageError) -> CSVTable {
        guard let text = String(data: try InputPath.contents(of: path), encoding: .utf8) else {
            throw .badLine(file: path, line: 1, problem: .notUTF8)
        }
        return try CSVTable(path: path, text: text)
    }

    /// Takes `text` for the contents of the file at `path`.
    public init(path: String, text: String) throws(StorageError) {
        self.path = path
        let parsed = try Self.parse(text, path: path)
        guard let first = parsed.first else { throw .badLine(file: path, line: 1, problem: .empty) }
        let header = first.fields.map { $0.trimmingCharacters(in: .whitespaces) }
        if let repeated = header.enumerated().first(where: { header[..<$0.offset].contains($0.element) }) {
            throw .badLine(file: path, line: first.line, problem: .repeatedColumn(repeated.element))
        }
        for row in parsed where row.fields.count != first.fields.count {
            throw .badLine(
                file: path, line: row.line,
                problem: .fieldCount(found: row.fields.count, expected: first.fields.count))
        }
        self.header = header
        rows = Array(parsed.dropFirst())
    }

    /// The rows as dictionaries from column to field.
    public var records: [[String: String]] {
        rows.map { Dictionary(uniqueKeysWithValues: zip(header, $0.fields)) }
    }

    /// All lines but blank ones. A line break inside quotation marks belongs to its field.
    private static func parse(_ text: String, path: String) throws(StorageError) -> [Row] {
        var rows: [Row] = []
        var line = 1
        do {
            // The parser drops an empty last field unless a line break follows it.
            let ended = text.last?.isNewline == true ? text : text + "\n"
            let table = try CSV<Enumerated>(string: ended, delimiter: .comma, loadColumns: false, rowLimit: 0)
            try table.enumerateAsArray(startAt: 0, rowLimit: nil) { fields in
                if fields != [""] { rows.append(Row(line: line, fields: fields)) }
                line += 1 + fields.reduce(0) { $0 + $1.count(where: \.isNewline) }
            }
        } catch CSVParseError.quotation(let message) {
            throw .badLine(file: path, line: line, problem: .badQuote(message))
        } catch {
            throw .badLine(file: path, line: line, problem: .badQuote("\(error)"))
        }
        // An open quotation mark swallows the rest of the file, the line break that ends it included.
        if let last = rows.last, last.fields.last?.last?.isNewline == true {
            throw .badLine(file: path, line: last.line, problem: .openQuote)
        }
        return rows
    }
}
