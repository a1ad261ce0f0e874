import DataSets
import Files
import Foundation

/// The list of published weight files, `data/weights.csv`.
package struct WeightCatalogue: Sendable {
    /// A published file.
    package struct Entry: Sendable, Equatable {
        /// The name on a command line, which no other entry has.
        package let name: String
        /// The network that the file holds weights of; also `classifier` and `pca`.
        package let network: String
        /// Where the file is published: an http or https address.
        package let address: URL
        /// The archive at the address that holds the file; nil if the file itself is there.
        package let archive: Archive?
        /// The name of the file in a folder: the last part of the address or of the path in an archive, unless the list gives
        /// another one.
        package let file: String
        /// The size in bytes; nil if the publisher does not give it.
        package let bytes: Int?
        /// The SHA-256 in lower-case hexadecimal; nil if the publisher does not give it.
        package let sha256: String?
        /// The MD5 in lower-case hexadecimal; nil if the publisher does not give it.
        package let md5: String?
        /// The licence of the weights, as the list has it.
        package let licence: String
        /// A remark for people; may be empty.
        package let note: String

        /// A zip archive that is published in the place of the file, such as a wheel of Python.
        package struct Archive: Sendable, Equatable {
            /// The path of the file in the archive.
            package let member: String
            /// The size of the archive in bytes; nil if the publisher does not give it.
            package let bytes: Int?
            /// The SHA-256 of the archive in lower-case hexadecimal; nil if the publisher does not give it.
            package let sha256: String?
        }

        /// The size in bytes of what is at the address; nil if the publisher does not give it.
        package var bytesAtAddress: Int? {
            if let archive { archive.bytes } else { bytes }
        }

        /// Whether a published digest can tell the right file from a wrong one.
        package var hasPublishedDigest: Bool { sha256 != nil || md5 != nil }

        /// The address, or the address of the same path on a mirror.
        ///
        /// - Parameter mirror: what takes the place of scheme and host; nil for the address itself.
        package func address(mirror: URL?) -> URL {
            guard let mirror, var parts = URLComponents(url: mirror, resolvingAgainstBaseURL: true),
                let own = URLComponents(url: address, resolvingAgainstBaseURL: true)
            else { return address }
            if parts.percentEncodedPath.hasSuffix("/") { parts.percentEncodedPath.removeLast() }
            parts.percentEncodedPath += own.percentEncodedPath
            parts.percentEncodedQuery = own.percentEncodedQuery
            return parts.url ?? address
        }
    }

    /// The path of the list.
    package let path: String
    /// The entries, in the order of the list.
    package let entries: [Entry]

    private static let required = ["name", "network", "url", "licence"]
    private static let optional = ["file", "bytes", "md5", "sha256", "member", "archive_bytes", "archive_sha256", "note"]

    /// Reads a list.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`, `DataSetError`; `.badLine` with the number of a line that is wrong.
    package init(path: String) throws {
        let table = try CSVTable.read(path)
        let known = Self.required + Self.optional
        for column in Self.required where !table.header.contains(column) {
            throw DataSetError.badLine(file: path, line: 1, problem: .missingColumn(column, known: known))
        }
        for column in table.header where !known.contains(column) {
            throw DataSetError.badLine(file: path, line: 1, problem: .unknownColumn(column, known: known))
        }
        var entries: [Entry] = []
        for (row, record) in zip(table.rows, table.records) {
            do {
                entries.append(try Self.entry(record, after: entries))
            } catch {
                throw DataSetError.badLine(file: path, line: row.line, problem: error)
            }
        }
        self.path = path
        self.entries = entries
    }

    /// The entry with a name; nil if there is none.
    ///
    /// - Parameter name: the name on a command line.
    package func find(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// The entry with a name.
    ///
    /// - Parameter name: the name on a command line.
    /// - Throws: `WeightsError.unknownName`.
    package func entry(named name: String) throws(WeightsError) -> Entry {
        if let entry = find(name) { return entry }
        throw .unknownName(name, catalogue: path, known: entries.map(\.name))
    }

    /// The list of the project that contains the running executable; nil if no folder above it holds one.
    package static var standardPath: String? {
        var folder = executable
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("data/weights.csv").path
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
        }
        return nil
    }

    /// Reads the list of the project that contains the running executable.
    ///
    /// - Throws: `WeightsError.noCatalogue` and `StorageError`.
    package static func standard() throws -> WeightCatalogue {
        guard let path = standardPath else { throw WeightsError.noCatalogue(executable: executable.path) }
        return try WeightCatalogue(path: path)
    }

    private static var executable: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }

    private static func entry(_ record: [String: String], after others: [Entry]) throws(CSVProblem) -> Entry {
        func field(_ column: String) -> String { Self.field(column, of: record) }
        let words = "made of letters, digits, '-', '_', '+' and '.', and different from every other entry's"
        let name = field("name")
        guard isPlain(name), !others.contains(where: { $0.name == name }) else {
            throw .badValue(column: "name", found: name, expected: words)
        }
        guard let address = URL(string: field("url")), ["http", "https"].contains(address.scheme), address.host != nil
        else { throw .badValue(column: "url", found: field("url"), expected: "a web address") }
        let archive = try archive(record)
        let standard = archive.map { String($0.member.split(separator: "/").last ?? "") } ?? address.lastPathComponent
        let file = field("file").isEmpty ? standard : field("file")
        guard isPlain(file), !others.contains(where: { $0.file == file }) else {
            throw .badValue(column: "file", found: file, expected: "a file name \(words)")
        }
        return Entry(
            name: name, network: field("network"), address: address, archive: archive, file: file,
            bytes: try size("bytes", of: record), sha256: try digest("sha256", digits: 64, of: record),
            md5: try digest("md5", digits: 32, of: record), licence: field("licence"), note: field("note"))
    }

    private static func archive(_ record: [String: String]) throws(CSVProblem) -> Entry.Archive? {
        let bytes = try size("archive_bytes", of: record)
        let sha256 = try digest("archive_sha256", digits: 64, of: record)
        let member = field("member", of: record)
        guard member.isEmpty else { return Entry.Archive(member: member, bytes: bytes, sha256: sha256) }
        guard bytes == nil, sha256 == nil else {
            throw .badValue(column: "member", found: "", expected: "the path of the file in the archive")
        }
        return nil
    }

    private static func field(_ column: String, of record: [String: String]) -> String {
        record[column, default: ""].trimmingCharacters(in: .whitespaces)
    }

    /// The value of a column; nil if it is empty.
    private static func value<Value>(
        _ column: String, of record: [String: String], expected: String, _ convert: (String) -> Value?
    ) throws(CSVProblem) -> Value? {
        let text = field(column, of: record)
        if text.isEmpty { return nil }
        guard let value = convert(text) else { throw .badValue(column: column, found: text, expected: expected) }
        return value
    }

    private static func size(_ column: String, of record: [String: String]) throws(CSVProblem) -> Int? {
        try value(column, of: record, expected: "a number of bytes") { Int($0).flatMap { $0 > 0 ? $0 : nil } }
    }

    private static func digest(_ column: String, digits: Int, of record: [String: String]) throws(CSVProblem) -> String? {
        try value(column, of: record, expected: "\(digits) hexadecimal digits") { text in
            text.count == digits && text.allSatisfy { $0.isASCII && $0.isHexDigit } ? text.lowercased() : nil
        }
    }

    /// Whether a text can be a file name on any system and leads to no other folder.
    private static func isPlain(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9_+][A-Za-z0-9_+.\-]*/) != nil
    }
}
