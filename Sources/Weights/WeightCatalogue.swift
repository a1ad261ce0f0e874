import Foundation
import Storage

/// The list of published weight files, `data/weights.csv`.
public struct WeightCatalogue: Sendable {
    /// A published file.
    public struct Entry: Sendable, Equatable {
        /// What it is called on a command line.
        public let name: String
        /// What it holds weights of; also `classifier` and `pca`.
        public let network: String
        public let address: URL
        /// Its name in a folder: the last part of the address, unless the list gives another.
        public let file: String
        /// Nil where the publisher does not say.
        public let bytes: Int?
        /// In lower-case hexadecimal; nil where the publisher does not say.
        public let sha256: String?
        public let md5: String?
        public let licence: String
        public let note: String

        /// Whether anything published tells a right file from a wrong one.
        public var hasPublishedDigest: Bool { sha256 != nil || md5 != nil }

        /// The address, or its twin below `mirror`, which takes the place of scheme and host.
        public func address(mirror: URL?) -> URL {
            guard let mirror, var parts = URLComponents(url: mirror, resolvingAgainstBaseURL: true),
                let own = URLComponents(url: address, resolvingAgainstBaseURL: true)
            else { return address }
            if parts.percentEncodedPath.hasSuffix("/") { parts.percentEncodedPath.removeLast() }
            parts.percentEncodedPath += own.percentEncodedPath
            parts.percentEncodedQuery = own.percentEncodedQuery
            return parts.url ?? address
        }
    }

    public let path: String
    public let entries: [Entry]

    private static let required = ["name", "network", "url", "licence"]
    private static let optional = ["file", "bytes", "md5", "sha256", "note"]

    /// Reads the list at `path`. Throws `StorageError`, for a bad line with its number.
    public init(path: String) throws(StorageError) {
        let table = try CSVTable.read(path)
        let known = Self.required + Self.optional
        for column in Self.required where !table.header.contains(column) {
            throw .badLine(file: path, line: 1, problem: .missingColumn(column, known: known))
        }
        for column in table.header where !known.contains(column) {
            throw .badLine(file: path, line: 1, problem: .unknownColumn(column, known: known))
        }
        var entries: [Entry] = []
        for (row, record) in zip(table.rows, table.records) {
            do {
                entries.append(try Self.entry(record, after: entries))
            } catch {
                throw .badLine(file: path, line: row.line, problem: error)
            }
        }
        self.path = path
        self.entries = entries
    }

    /// The entry of that name, or nil.
    public func find(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// The entry of that name. Throws `WeightsError.unknownName`.
    public func entry(named name: String) throws(WeightsError) -> Entry {
        if let entry = find(name) { return entry }
        throw .unknownName(name, catalogue: path, known: entries.map(\.name))
    }

    /// The list of the project that the running executable lies in; nil where no folder above it holds one.
    public static var standardPath: String? {
        var folder = executable
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("data/weights.csv").path
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
        }
        return nil
    }

    /// That list. Throws `WeightsError.noCatalogue` and `StorageError`.
    public static func standard() throws -> WeightCatalogue {
        guard let path = standardPath else { throw WeightsError.noCatalogue(executable: executable.path) }
        return try WeightCatalogue(path: path)
    }

    private static var executable: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }

    private static func entry(_ record: [String: String], after others: [Entry]) throws(CSVProblem) -> Entry {
        func field(_ column: String) -> String {
            record[column, default: ""].trimmingCharacters(in: .whitespaces)
        }
        func optional<Value>(
            _ column: String, _ expected: String, _ convert: (String) -> Value?
        ) throws(CSVProblem) -> Value? {
            if field(column).isEmpty { return nil }
            guard let value = convert(field(column)) else {
                throw .badValue(column: column, found: field(column), expected: expected)
            }
            return value
        }
        let words = "letters, digits, '-', '_', '+' and '.', and differ from every other entry's"
        let name = field("name")
        guard isPlain(name), !others.contains(where: { $0.name == name }) else {
            throw .badValue(column: "name", found: name, expected: words)
        }
        guard let address = URL(string: field("url")), ["http", "https"].contains(address.scheme), address.host != nil
        else { throw .badValue(column: "url", found: field("url"), expected: "a web address") }
        let file = field("file").isEmpty ? address.lastPathComponent : field("file")
        guard isPlain(file), !others.contains(where: { $0.file == file }) else {
            throw .badValue(column: "file", found: file, expected: "a file name of \(words)")
        }
        return Entry(
            name: name, network: field("network"), address: address, file: file,
            bytes: try optional("bytes", "a number of bytes") { Int($0).flatMap { $0 > 0 ? $0 : nil } },
            sha256: try optional("sha256", "64 hexadecimal digits") { digest($0, digits: 64) },
            md5: try optional("md5", "32 hexadecimal digits") { digest($0, digits: 32) },
            licence: field("licence"), note: field("note"))
    }

    /// Whether a text can be a file name anywhere and leads to no other folder.
    private static func isPlain(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9_+][A-Za-z0-9_+.\-]*/) != nil
    }

    private static func digest(_ text: String, digits: Int) -> String? {
        text.count == digits && text.allSatisfy { $0.isASCII && $0.isHexDigit } ? text.lowercased() : nil
    }
}
