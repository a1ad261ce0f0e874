import Foundation

/// A manifest as a data set: `path[,label][,split][,group][,r1…rN]`, paths relative to the manifest, in its order.
struct Manifest {
    let table: CSVTable
    private let column: [String: Int]
    /// The columns of `r1`, `r2`, …
    private let ratings: [Int]

    /// Throws when columns are missing or unknown.
    init(table: CSVTable) throws(StorageError) {
        self.table = table
        column = Dictionary(uniqueKeysWithValues: zip(table.header, 0...))
        let bins = table.header.count { $0.wholeMatch(of: /r[1-9][0-9]*/) != nil }
        let names = (0..<bins).map { "r\($0 + 1)" }
        let known = ["path", "label", "split", "group"] + (bins > 0 ? names : ["r1", "r2", "…"])
        for name in ["path"] + names where column[name] == nil {
            throw .badLine(file: table.path, line: 1, problem: .missingColumn(name, known: known))
        }
        if let unknown = table.header.first(where: { !known.contains($0) }) {
            throw .badLine(file: table.path, line: 1, problem: .unknownColumn(unknown, known: known))
        }
        ratings = names.compactMap { [column] in column[$0] }
    }

    func list() throws(StorageError) -> PhotographList {
        var lineOfPath: [String: Int] = [:]
        var photographs: [Photograph] = []
        let folder = (table.path as NSString).deletingLastPathComponent
        for row in table.rows {
            let photograph = try photograph(row, folder: folder)
            if let firstLine = lineOfPath.updateValue(row.line, forKey: photograph.path) {
                throw bad(row, .repeatedPath(photograph.path, firstLine: firstLine))
            }
            photographs.append(photograph)
        }
        guard !photographs.isEmpty else { throw .noPictures(folder: table.path, otherFiles: 0) }
        let name = ((table.path as NSString).lastPathComponent as NSString).deletingPathExtension
        return PhotographList(name: name, photographs: photographs, bins: ratings.count)
    }

    private func photograph(_ row: CSVTable.Row, folder: String) throws(StorageError) -> Photograph {
        guard let path = field("path", row), !path.utf8.contains(0) else {
            throw bad(row, .badValue(column: "path", found: "", expected: "the path of a photograph"))
        }
        var scores: [Float] = []
        for index in ratings { scores.append(try score(row, index)) }
        return Photograph(
            path: path, location: path.hasPrefix("/") ? path : (folder as NSString).appendingPathComponent(path),
            label: try label(row), split: try split(row), group: field("group", row), scores: scores)
    }

    private func label(_ row: CSVTable.Row) throws(StorageError) -> Int8 {
        guard let text = field("label", row) else { return -1 }
        switch text {
        case "aesthetic", "good", "1": return 1
        case "not-aesthetic", "not_aesthetic", "bad", "0": return 0
        default:
            throw bad(
                row,
                .badValue(
                    column: "label", found: text,
                    expected: "aesthetic, good or 1; not-aesthetic, bad or 0; or nothing where it is unknown"))
        }
    }

    private func split(_ row: CSVTable.Row) throws(StorageError) -> SplitPart? {
        guard let text = field("split", row) else { return nil }
        guard let part = SplitPart(word: text) else {
            throw bad(
                row,
                .badValue(
                    column: "split", found: text,
                    expected: "train or training; validation, val, valid or dev; test or testing; or nothing"))
        }
        return part
    }

    private func score(_ row: CSVTable.Row, _ index: Int) throws(StorageError) -> Float {
        let text = row.fields[index].trimmingCharacters(in: .whitespaces)
        guard let value = Float(text), value.isFinite, value >= 0 else {
            throw bad(
                row, .badValue(column: table.header[index], found: text, expected: "a number of votes, 0 or more"))
        }
        return value
    }

    /// The field of a column that may be absent; nil when it is absent or blank.
    private func field(_ name: String, _ row: CSVTable.Row) -> String? {
        guard let index = column[name] else { return nil }
        let text = row.fields[index].trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? nil : text
    }

    private func bad(_ row: CSVTable.Row, _ problem: CSVProblem) -> StorageError {
        .badLine(file: table.path, line: row.line, problem: problem)
    }
}
