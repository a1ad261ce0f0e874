import Faults

extension DataSetError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        if case .badLine(_, _, let problem) = self { problem.settings } else { [] }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .badLine(let file, let line, let problem):
            "\(file), line \(line): \(problem.sentence)"
        case .notADataSet(let path):
            "\(path) is neither a folder of photographs nor a manifest (.csv, .tsv or .txt)"
        case .bothLabels(let first, let second):
            first == second
                ? "\(first) is among the aesthetic photographs and also among those that are not; keep it in one place"
                : "\(first) and \(second) are the same, but one is among the aesthetic photographs and the other among those "
                    + "that are not; keep only one of them"
        case .noPictures(let folder, let otherFiles):
            "no pictures were found in \(folder)" + (otherFiles > 0 ? " (\(otherFiles) other files)" : "")
        }
    }
}

extension CSVProblem {
    /// What a user can set otherwise to avoid the problem.
    var settings: [Setting] {
        switch self {
        case .noPathColumn: [.pathColumn]
        case .noSuchColumn(_, let meaning, _), .unclearColumn(let meaning, _): [meaning.setting]
        case .noVotes: [.voteColumns]
        case .noScale: [.scoreScale]
        default: []
        }
    }

    /// What is wrong, without the place.
    public var sentence: String {
        switch self {
        case .empty:
            "the file is empty; a header line was expected"
        case .missingColumn(let name, let known):
            "there is no column \(name); the columns are \(known.joined(separator: ", "))"
        case .unknownColumn(let name, let known):
            "the column \"\(name)\" is unknown; the columns are \(known.joined(separator: ", "))"
        case .repeatedColumn(let name):
            "the column \(name) appears twice"
        case .fieldCount(let found, let expected):
            "the line has \(found) \(found == 1 ? "field" : "fields"), but the header has \(expected)"
        case .badValue(let column, let found, let expected):
            "\(column) must be \(expected), got \"\(found)\" instead"
        case .repeatedPath(let path, let firstLine, let firstPath):
            "\(path) was already on line \(firstLine)" + (path == firstPath ? "" : ", as \(firstPath)")
        case .missingVotes(let name, let count):
            "there is no column \(name), although there are \(count) columns of votes; they must cover the scores 1, 2, … without a gap"
        case .noVotes(let first, let found):
            "there is no column \(first) for the votes; the columns are \(Self.list(found))"
        case .noPathColumn(let found):
            "no column holds the paths of the photographs (the columns are \(Self.list(found))); call that column path in the "
                + "header, or name it"
        case .noSuchColumn(let name, let meaning, let found):
            "there is no column \(name) for the \(meaning.rawValue); the columns are \(Self.list(found))"
        case .unclearColumn(let meaning, let names):
            "each of the columns \(Self.list(names)) could be the \(meaning.rawValue); choose one"
        case .columnTwice(let name):
            "the column \(name) is named twice, but a column can have only one meaning"
        case .noScale(let column, let lowest, let highest):
            "the column \(column) holds mean scores, but their scale is not given"
                + (lowest.flatMap { lowest in highest.map { " (they range from \(lowest.briefly) to \($0.briefly))" } } ?? "")
                + "; rename the column to \(column)(1...10) if that is the scale, or give another one as LOWEST...HIGHEST"
        case .unclearDelimiter(let names):
            "the fields of the header could be separated by \(names.joined(separator: " or ")); use only one of them"
        case .openQuote:
            "a quotation mark is never closed"
        case .badQuote:
            "the quotation marks are wrong; write \"\" for one inside a quoted field"
        case .notUTF8:
            "the text is not UTF-8; save it as UTF-8"
        case .zeroByte:
            "the text contains a zero byte, which a table must not have"
        }
    }

    /// Names for a sentence; only the first ones if there are many.
    private static func list(_ names: [String]) -> String {
        let most = 12
        let shown = names.prefix(most).map { $0.isEmpty ? "\"\"" : $0.count > 60 ? $0.prefix(60) + "…" : $0 }
        return shown.joined(separator: ", ") + (names.count > most ? " and \(names.count - most) others" : "")
    }
}
