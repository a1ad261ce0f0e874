/// HTML or SVG that is known to be well-formed: what people wrote gets in by being escaped alone.
public struct Markup: Sendable, Equatable {
    public private(set) var text: String

    /// Markup as it stands.
    init(verbatim text: String) { self.text = text }

    /// Text for a reader.
    public init(_ text: String) { self.text = Self.escaped(text) }

    /// An element; attributes without a value are left out. Void elements have no content.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: Markup...) {
        self.init(name, attributes, content)
    }

    /// The same with any number of parts.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [Markup]) {
        let list = attributes.compactMap { key, value in value.map { " \(key)=\"\(Self.escaped($0))\"" } }.joined()
        text = "<\(name)\(list)>"
        if Self.void.contains(name) { return }
        text += content.map(\.text).joined() + "</\(name)>"
    }

    private static let void: Set = ["img", "meta", "br", "hr"]

    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // What no document may hold becomes what a reader sees as damage.
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Markup: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
