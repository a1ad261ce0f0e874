import Foundation

extension CSVTable {
    /// A line of CSV without its end; fields that hold commas, quotation marks or line breaks, or begin or end with a
    /// space, stand in quotation marks.
    public static func line(of fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",")
    }

    /// By scalar: a comma that a combining mark follows is no character of its own, and separates all the same.
    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let isPlain =
            !scalars.contains { $0 == "," || $0 == "\"" || $0.isLineBreak }
            && scalars.first?.properties.isWhitespace != true && scalars.last?.properties.isWhitespace != true
        guard !isPlain else { return text }
        var result = String.UnicodeScalarView()
        result.append("\"")
        for scalar in scalars {
            if scalar == "\"" { result.append(scalar) }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}

extension Unicode.Scalar {
    fileprivate var isLineBreak: Bool {
        ("\u{A}"..."\u{D}").contains(self) || ["\u{85}", "\u{2028}", "\u{2029}"].contains(self)
    }
}

extension PhotographList {
    /// Writes some of the photographs as a manifest, with paths that hold from any folder.
    public func writeManifest(of photographs: [Photograph], to path: String) throws(StorageError) {
        let ratings = (0..<bins).map { "r\($0 + 1)" }
        var lines = [CSVTable.line(of: ["path", "label", "split", "group"] + ratings)]
        for photograph in photographs {
            let label = photograph.label < 0 ? "" : "\(photograph.label)"
            let location = URL(fileURLWithPath: photograph.location).standardizedFileURL.path
            let scores = photograph.scores.map { $0 == $0.rounded() ? String(format: "%.0f", $0) : "\($0)" }
            lines.append(
                CSVTable.line(of: [location, label, photograph.split?.rawValue ?? "", photograph.group ?? ""] + scores))
        }
        try AtomicOutput.write(Data(lines.map { $0 + "\n" }.joined().utf8), to: path)
    }
}
