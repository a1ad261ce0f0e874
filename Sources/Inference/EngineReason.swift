import Foundation

/// The part of an error of OpenVINO that is useful to a person.
package enum EngineReason {
    private static let longest = 300

    /// One line, without places in OpenVINO's source: the node and its problem, or the unknown operators.
    package static func text(_ lines: [Substring]) -> String {
        let trimmed = lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        let facts = trimmed.filter { !isPlace($0) }
        let text = (facts.isEmpty ? trimmed : facts).map(plain).joined(separator: " ")
        return text.count > longest ? text.prefix(longest) + "…" : text
    }

    /// Whether a line only says where in OpenVINO something happened, or where to read more.
    private static func isPlace(_ line: String) -> Bool {
        [
            "Exception from ", "Check '", "FrontEnd API failed", "Model wasn't fully converted", "Summary:",
            "To facilitate the conversion", "Failed operations detailed log",
        ].contains { line.hasPrefix($0) }
    }

    /// Writes `<Node(Resize): up1>` as the node up1 (Resize).
    private static func plain(_ line: String) -> String {
        var text = line.hasPrefix("-- ") ? String(line.dropFirst(3)) : line
        text = text.replacingOccurrences(of: "No conversion rule found for operations:", with: "OpenVINO has no operator")
        guard let start = text.range(of: "'<Node("), let middle = text.range(of: "): ", range: start.upperBound..<text.endIndex),
            let end = text.range(of: ">'", range: middle.upperBound..<text.endIndex)
        else { return text }
        let kind = text[start.upperBound..<middle.lowerBound], name = text[middle.upperBound..<end.lowerBound]
        return text[..<start.lowerBound] + "\(name) (\(kind))" + text[end.upperBound...]
    }
}
