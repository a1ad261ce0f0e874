extension String {
    /// The text with some scalars replaced, as a format demands.
    ///
    /// It works scalar by scalar: a scalar followed by a combining mark is not a `Character` of its own, but still means
    /// the same to the readers of the format.
    package func escaping(_ escapes: [Unicode.Scalar: String]) -> String {
        guard unicodeScalars.contains(where: { escapes[$0] != nil }) else { return self }
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if let escape = escapes[scalar] { result += escape } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// The text for elements of HTML, SVG or Pango's markup, with every special character escaped.
    package var escapedAsMarkup: String { shown.escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]) }

    /// The non-empty parts of a path, split by byte as the system does.
    package var pathParts: [String] { utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) } }
}
