import Files
import Foundation

extension CSVTable {
    /// A line of CSV without its line end.
    ///
    /// Fields are enclosed in quotation marks if they contain commas, quotation marks or line breaks, or begin or end with
    /// a space.
    ///
    /// - Parameter fields: the fields, as text.
    public static func line(of fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",")
    }

    /// Works by scalar: a comma followed by a combining mark is not a character of its own, but still separates fields.
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
    /// Writes photographs as a manifest with absolute paths, which are valid from any folder.
    ///
    /// - Parameters:
    ///   - photographs: the photographs to write, in this order.
    ///   - path: the file, which is replaced if it exists.
    /// - Throws: `StorageError.cannotWrite`.
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
