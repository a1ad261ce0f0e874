import Files
import Foundation

/// A table in a text file with a header line; its fields are text, and its lines are counted.
public struct CSVTable: Sendable {
    /// A line of the table.
    public struct Row: Sendable {
        /// The line of the file on which the row starts; the first line of the file is 1.
        public let line: Int
        /// The fields, as many as the header has.
        public let fields: [String]
    }

    /// The path of the file.
    public let path: String
    /// The names of the columns.
    ///
    /// Columns without a name are empty texts; all other names differ.
    public let header: [String]
    /// The line of the file on which the header is.
    public let headerLine: Int
    /// The lines below the header, without blank ones.
    public let rows: [Row]

    /// The largest file that is read: a line for each of millions of photographs.
    private static let mostBytes = 1 << 28

    /// Reads a table with commas between the fields; blank lines are skipped.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `DataSetError.badLine` if the file is not UTF-8, has no header, names a column twice, or has a line
    ///   with another number of fields than the header.
    public static func read(_ path: String) throws -> CSVTable {
        try CSVTable(path: path, bytes: try utf8(of: path), delimiter: .comma)
    }

    /// Reads `bytes`, which are UTF-8, as the contents of the file at `path`.
    package init(path: String, bytes: [UInt8], delimiter: CSVDelimiter) throws {
        self.path = path
        var parser = CSVParser(bytes, delimiter: delimiter)
        var parsed: [Row]
        do throws(CSVParser.LineProblem) {
            parsed = try parser.rows()
        } catch {
            throw DataSetError.badLine(file: path, line: error.line, problem: error.problem)
        }
        if let first = parsed.first, Self.isSeparatorLine(first.fields) { parsed.removeFirst() }
        guard let first = parsed.first else { throw DataSetError.badLine(file: path, line: 1, problem: .empty) }
        let header = first.fields.map { $0.isEmpty ? $0 : $0.trimmingCharacters(in: .whitespaces) }
        var names: Set<String> = []
        for name in header where !name.isEmpty && !names.insert(name).inserted {
            throw DataSetError.badLine(file: path, line: first.line, problem: .repeatedColumn(name))
        }
        for row in parsed where row.fields.count != first.fields.count {
            throw DataSetError.badLine(
                file: path, line: row.line,
                problem: .fieldCount(found: row.fields.count, expected: first.fields.count))
        }
        self.header = header
        headerLine = first.line
        rows = Array(parsed.dropFirst())
    }

    /// The rows as dictionaries from the name of a column to its field; columns without a name are left out.
    public var records: [[String: String]] {
        rows.map { row in
            Dictionary(zip(header, row.fields).filter { !$0.0.isEmpty }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Whether a line is the one by which spreadsheets tell each other the delimiter, such as `sep=;`.
    static func isSeparatorLine(_ fields: [String]) -> Bool {
        fields[0].lowercased().hasPrefix("sep=") && fields.joined().count <= 5
    }

    /// The text of a file in UTF-8 without a byte order mark.
    ///
    /// UTF-16 is accepted if it has its mark.
    package static func utf8(of path: String) throws -> [UInt8] {
        let data = try InputPath.contents(of: path, atMost: mostBytes)
        let bytes: [UInt8]
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
            guard let text = String(data: data, encoding: .utf16) else {
                throw DataSetError.badLine(file: path, line: 1, problem: .notUTF8)
            }
            bytes = Array(text.utf8)
        } else {
            bytes = Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data)
            if String(validating: bytes, as: UTF8.self) == nil {
                throw DataSetError.badLine(file: path, line: lineOfFirstFault(bytes), problem: .notUTF8)
            }
        }
        if let place = bytes.firstIndex(of: 0) {
            throw DataSetError.badLine(file: path, line: 1 + bytes[..<place].count { $0 == 0x0A }, problem: .zeroByte)
        }
        return bytes
    }

    private static func lineOfFirstFault(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}
