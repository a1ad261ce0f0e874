extension String {
    /// The text with some scalars written otherwise, as a format demands: scalar by scalar, for one that a combining mark
    /// follows is no `Character` of its own and means to the format's readers what it always means.
    package func escaping(_ escapes: [Unicode.Scalar: String]) -> String {
        guard unicodeScalars.contains(where: { escapes[$0] != nil }) else { return self }
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if let escape = escapes[scalar] { result += escape } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// What stands in elements of HTML, SVG or Pango's markup, so that nothing in it is a sign.
    package var escapedAsMarkup: String { shown.escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]) }

    /// The parts of a path, by byte as the system parts it, without empty ones.
    package var pathParts: [String] { utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) } }
}
