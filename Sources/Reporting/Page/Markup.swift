import Faults

/// HTML or SVG that is known to be well-formed.
///
/// Text that people wrote is always escaped on its way in.
package struct Markup: Sendable, Equatable {
    /// The markup itself.
    package private(set) var text: String

    /// Takes markup as it stands, without escaping it.
    init(verbatim text: String) { self.text = text }

    /// Escapes text for a reader.
    package init(_ text: String) { self.text = text.escapedAsMarkup }

    /// A name that somebody gave.
    ///
    /// Its script may run from right to left; the text around it keeps its direction.
    static func name(_ name: String) -> Markup { Markup("span", ["dir": "auto"], Markup(name)) }

    /// Makes an element with any number of parts.
    ///
    /// - Parameters:
    ///   - name: the element's name, such as `p`.
    ///   - attributes: names and values, in order; those without a value are left out, and values are escaped.
    ///   - content: the parts inside the element; void elements such as `img` have none.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: Markup...) {
        self.init(name, attributes, content)
    }

    /// Makes an element from a list of parts.
    ///
    /// - Parameters:
    ///   - name: the element's name, such as `p`.
    ///   - attributes: names and values, in order; those without a value are left out, and values are escaped.
    ///   - content: the parts inside the element; void elements such as `img` have none.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [Markup]) {
        let list = attributes.compactMap { key, value in value.map { " \(key)=\"\($0.escapedAsMarkup)\"" } }.joined()
        text = "<\(name)\(list)>"
        if Self.void.contains(name) { return }
        text += content.map(\.text).joined() + "</\(name)>"
    }

    private static let void: Set = ["img", "meta", "br", "hr"]
}

extension Markup: ExpressibleByStringLiteral {
    /// Creates the value from a literal.
    package init(stringLiteral value: String) { self.init(value) }
}
