import Faults

/// HTML or SVG that is known to be well-formed: what people wrote gets in by being escaped alone.
public struct Markup: Sendable, Equatable {
    public private(set) var text: String

    /// Markup as it stands.
    init(verbatim text: String) { self.text = text }

    /// Text for a reader.
    public init(_ text: String) { self.text = text.escapedAsMarkup }

    /// A name that somebody gave, whose script may run from right to left: it does not turn what stands beside it.
    static func name(_ name: String) -> Markup { Markup("span", ["dir": "auto"], Markup(name)) }

    /// An element; attributes without a value are left out. Void elements have no content.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: Markup...) {
        self.init(name, attributes, content)
    }

    /// The same with any number of parts.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [Markup]) {
        let list = attributes.compactMap { key, value in value.map { " \(key)=\"\($0.escapedAsMarkup)\"" } }.joined()
        text = "<\(name)\(list)>"
        if Self.void.contains(name) { return }
        text += content.map(\.text).joined() + "</\(name)>"
    }

    private static let void: Set = ["img", "meta", "br", "hr"]
}

extension Markup: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
