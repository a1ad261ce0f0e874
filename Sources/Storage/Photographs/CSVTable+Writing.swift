import Foundation

extension CSVTable {
    /// A line of CSV without its end; fields with commas, quotation marks or line breaks stand in quotation marks.
    public static func line(of fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",")
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0.isNewline || ",\"".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
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
