/// The head of an answer: its status and its fields (RFC 9112).
package struct ResponseHead: Equatable {
    package let status: Int
    /// Names in lower case, in the order in which they came.
    private let fields: [Field]

    private struct Field: Equatable {
        let name: String
        let value: String
    }

    package init(status: Int, fields: [(name: String, value: String)]) {
        self.status = status
        self.fields = fields.map { Field(name: $0.name.lowercased(), value: $0.value) }
    }

    /// Reads the lines of a head without the empty line that ends it; nil if the first one is not a status line.
    package init?(lines: [String]) {
        guard let first = lines.first, first.hasPrefix("HTTP/") else { return nil }
        let words = first.split(separator: " ", maxSplits: 2)
        guard words.count > 1, words[1].utf8.count == 3, let status = Int(words[1]) else { return nil }
        self.init(
            status: status,
            fields: lines.dropFirst().compactMap { line in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                return (String(line[..<colon]), line[line.index(after: colon)...].trimmed)
            })
    }

    /// The value of a field; the first one if it came several times.
    package func value(_ name: String) -> String? { values(name).first }

    /// All values of a field.
    package func values(_ name: String) -> [String] {
        let name = name.lowercased()
        return fields.filter { $0.name == name }.map(\.value)
    }
}

extension Substring {
    /// Without the spaces and tabs around it.
    fileprivate var trimmed: String {
        let isSpace = { (character: Character) in character.isWhitespace }
        let start = drop(while: isSpace)
        return String(start.reversed().drop(while: isSpace).reversed())
    }
}
