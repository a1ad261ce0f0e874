import Files
import Foundation

/// A manifest as a data set: a table with one line for each photograph, in its order; paths are relative to the manifest.
///
/// The columns are `path` and optionally `label`, `split`, `group`, votes `r1…rN`, and mean scores `score`, `mean` or
/// `mos`. Other usual names are accepted, in any case and any order. Further columns are ignored. Fields are separated by
/// commas, semicolons or tabs.
struct Manifest {
    private let table: CSVTable
    private let columns: ManifestColumns
    private let delimiter: CSVDelimiter
    /// The scale of the scores; nil if no scores are read.
    private let scale: ScoreScale?
    private var notes = DataSetNotes()

    /// The endings of manifests, in lower case.
    static let extensions = ["csv", "tsv", "txt"]

    /// Reads `bytes`, which are UTF-8, as the contents of the file at `path`.
    ///
    /// - Throws: `DataSetError` if a column is missing or unclear, or if there are only mean scores and no scale for them.
    init(path: String, bytes: [UInt8], reading: ManifestReading) throws {
        delimiter = try Self.delimiter(bytes, path: path, naming: reading.columns)
        table = try CSVTable(path: path, bytes: bytes, delimiter: delimiter)
        do throws(CSVProblem) {
            let all = try ManifestColumns(header: table.header, naming: reading.columns, votePrefix: reading.votePrefix)
            columns = reading.readsTruth ? all : all.withoutTruth
            let scale = reading.scoreScale ?? columns.namedScale
            let isAsked = reading.readsTruth && (reading.columns[.score] != nil || reading.scoreScale != nil)
            (self.scale, notes.scoresAside) = try Self.scale(scale, isAsked: isAsked, table, columns)
        } catch {
            throw DataSetError.badLine(file: path, line: table.headerLine, problem: error)
        }
        notes.columnsAside = columns.aside.filter { !notes.scoresAside.contains($0) }
    }

    /// The delimiter of the header: the only one there, or the one that gives a column of paths.
    private static func delimiter(
        _ bytes: [UInt8], path: String, naming: [ManifestMeaning: String]
    ) throws -> CSVDelimiter {
        var found: [(delimiter: CSVDelimiter, header: [String])] = []
        for delimiter in CSVDelimiter.allCases {
            var parser = CSVParser(bytes, delimiter: delimiter)
            // Quotation marks that are wrong with this delimiter may be right with another one.
            guard let fields = try? parser.rows(limit: 1).first?.fields else { continue }
            if CSVTable.isSeparatorLine(fields) {
                let line = fields.joined(separator: String(UnicodeScalar(delimiter.rawValue)))
                if let told = line.utf8.last.flatMap(CSVDelimiter.init(rawValue:)) { return told }
            }
            if fields.count > 1 { found.append((delimiter, fields)) }
        }
        if found.count > 1 {
            let named = found.filter { found in
                ManifestColumns.namesPath(found.header.map { $0.trimmingCharacters(in: .whitespaces) }, naming: naming)
            }
            guard named.count == 1 else {
                throw DataSetError.badLine(file: path, line: 1, problem: .unclearDelimiter(found.map(\.delimiter.name)))
            }
            return named[0].delimiter
        }
        return found.first?.delimiter ?? .comma
    }

    /// The scale of the mean scores to be read, and the columns of scores that are not read because votes and labels say
    /// more.
    private static func scale(
        _ scale: ScoreScale?, isAsked: Bool, _ table: CSVTable, _ columns: ManifestColumns
    ) throws(CSVProblem) -> (ScoreScale?, aside: [String]) {
        let hasOthers = !columns.votes.isEmpty || columns.positions[.label] != nil
        guard let position = columns.positions[.score] else {
            if isAsked || !hasOthers, !columns.unclearScores.isEmpty { throw .unclearColumn(.score, columns.unclearScores) }
            return (nil, columns.unclearScores)
        }
        if !isAsked, !columns.votes.isEmpty || (scale == nil && hasOthers) { return (nil, [table.header[position]]) }
        guard let scale else {
            let scores = table.rows.compactMap { Double($0.fields[position]) }.filter(\.isFinite)
            throw .noScale(column: table.header[position], lowest: scores.min(), highest: scores.max())
        }
        return (scale, [])
    }

    func list() throws -> PhotographList {
        var seen: [PhotographKey: (line: Int, path: String)] = [:]
        var photographs: [Photograph] = []
        let folder = (table.path as NSString).deletingLastPathComponent
        for row in table.rows where !row.fields.allSatisfy({ $0.isEmpty }) {
            let photograph = try photograph(row, folder: folder)
            if let first = seen.updateValue((row.line, photograph.path), forKey: PhotographKey(photograph.location)) {
                throw bad(row, .repeatedPath(photograph.path, firstLine: first.line, firstPath: first.path))
            }
            photographs.append(photograph)
        }
        guard !photographs.isEmpty else { throw DataSetError.noPictures(folder: table.path, otherFiles: 0) }
        let name = ((table.path as NSString).lastPathComponent as NSString).deletingPathExtension
        return PhotographList(
            name: name, photographs: photographs, bins: columns.votes.count, scale: scale, notes: notes)
    }

    private func photograph(_ row: CSVTable.Row, folder: String) throws -> Photograph {
        guard let path = field(.path, row) else {
            throw bad(row, .badValue(column: name(of: .path), found: "", expected: "the path of a photograph"))
        }
        return Photograph(
            path: path, location: path.hasPrefix("/") ? path : (folder as NSString).appendingPathComponent(path),
            label: try label(row), split: try split(row), group: field(.group, row), scores: try votes(row),
            meanScore: try meanScore(row))
    }

    private func label(_ row: CSVTable.Row) throws -> Int8 {
        guard let text = field(.label, row) else { return -1 }
        guard let label = LabelWord.label(text) else {
            throw bad(
                row,
                .badValue(
                    column: name(of: .label), found: text,
                    expected: "aesthetic, good, keep, yes or 1; not-aesthetic, bad, reject, no or 0; or nothing where it is "
                        + "unknown"))
        }
        return label
    }

    private func split(_ row: CSVTable.Row) throws -> SplitPart? {
        guard let text = field(.split, row) else { return nil }
        guard let part = SplitPart(word: text) else {
            throw bad(
                row,
                .badValue(
                    column: name(of: .split), found: text,
                    expected: "train or training; validation, val, valid or dev; test or testing; or nothing"))
        }
        return part
    }

    /// The votes for each score; zeros if all their fields are blank.
    private func votes(_ row: CSVTable.Row) throws -> [Float] {
        guard columns.votes.contains(where: { !row.fields[$0].allSatisfy(\.isWhitespace) }) else {
            return columns.votes.map { _ in 0 }
        }
        return try columns.votes.map { try votes(row, $0) }
    }

    private func votes(_ row: CSVTable.Row, _ index: Int) throws -> Float {
        let text = row.fields[index].trimmingCharacters(in: .whitespaces)
        guard let value = number(text).map({ Float($0) }), value.isFinite, value >= 0 else {
            throw bad(
                row, .badValue(column: table.header[index], found: text, expected: "a number of votes, 0 or more"))
        }
        return value
    }

    private func meanScore(_ row: CSVTable.Row) throws -> Double? {
        guard let scale, let text = field(.score, row) else { return nil }
        guard let score = number(text), scale.contains(score) else {
            throw bad(
                row,
                .badValue(
                    column: name(of: .score), found: text,
                    expected: "a number from \(scale.lowest.briefly) to \(scale.highest.briefly), or nothing where it is unknown")
            )
        }
        return score
    }

    /// The number that a text gives; nil if it gives none.
    ///
    /// If fields are separated by semicolons, a comma may be used before the decimals.
    private func number(_ text: String) -> Double? {
        Double(delimiter == .semicolon ? text.replacing(",", with: ".") : text)
    }

    /// The field of a column that may be absent; nil if the column is absent or the field is blank.
    private func field(_ meaning: ManifestMeaning, _ row: CSVTable.Row) -> String? {
        guard let index = columns.positions[meaning] else { return nil }
        let text = row.fields[index].trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? nil : text
    }

    private func name(of meaning: ManifestMeaning) -> String {
        columns.positions[meaning].map { table.header[$0] } ?? meaning.rawValue
    }

    private func bad(_ row: CSVTable.Row, _ problem: CSVProblem) -> DataSetError {
        .badLine(file: table.path, line: row.line, problem: problem)
    }
}

/// What distinguishes a photograph's file from all others: the file itself under any name, or a path if there is no file.
enum PhotographKey: Hashable {
    case file(FileIdentity)
    case nothing(path: String)

    init(_ location: String) {
        self =
            FileIdentity(location).map { .file($0) }
            ?? .nothing(path: Self.normalised(location))
    }

    /// The path without redundant parts: empty ones, `.`, and a folder followed by `..`.
    private static func normalised(_ path: String) -> String {
        let bytes = Array(path.utf8)
        var kept: [ArraySlice<UInt8>] = []
        for part in bytes.split(separator: 0x2F) where part != [0x2E] {
            if part == [0x2E, 0x2E], let last = kept.last, last != [0x2E, 0x2E] { kept.removeLast() } else { kept.append(part) }
        }
        return (bytes.first == 0x2F ? "/" : "") + String(decoding: Array(kept.joined(separator: [0x2F])), as: UTF8.self)
    }
}
