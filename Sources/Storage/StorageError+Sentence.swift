import Faults

extension StorageError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .missing, .cannotOpen: .missingInput
        case .cannotWrite: .cannotWrite
        case .libraryNotThreadSafe: .ours
        default: .badData
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .missing(let path):
            "there is nothing at \(path)"
        case .cannotOpen(let path, let reason):
            "\(path) cannot be opened: \(reason)"
        case .notHDF5(let path):
            "\(path) is not an HDF5 file"
        case .otherFormat(let path, let found, let expected):
            "\(path) is \(found.name), but \(expected) was expected" + (found.advice.map { "; " + $0 } ?? "")
        case .damaged(let path, let reason):
            "\(path) is a damaged HDF5 file (\(reason)); make it again"
        case .libraryNotThreadSafe:
            "this system's HDF5 library was built without thread safety, which Kalon needs; install Debian's libhdf5-dev"
        case .missingObject(let file, let object):
            "\(file) has no \(object)"
        case .cannotRead(let file, let object, let reason):
            "\(object) of \(file) cannot be read: \(reason)"
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written: \(reason)"
        case .wrongType(let file, let object, let found, let expected):
            "\(object) of \(file) holds \(found), but \(expected) was expected"
        case .wrongShape(let file, let object, let found, let expected):
            "\(object) of \(file) has shape \(found), but \(expected) was expected"
        case .linkOutside(let file, let object, let target):
            "\(object) of \(file) refers to \(target), which is not followed; use a file that holds all its data itself"
        case .invalidContent(let file, let object, let problem):
            "\(object) of \(file) is not valid: \(problem)"
        case .otherSchema(let file, let found?, let expected):
            "\(file) is a file of kind \(found), but one of kind \(expected) was expected"
        case .otherSchema(let file, nil, let expected):
            "\(file) is not a Kalon file (it has no attribute kalon_schema); one of kind \(expected) was expected"
        case .notFinite(let file, let photograph, let column):
            "\(file) holds a feature that is not a finite number: photograph \(photograph), column \(column)"
        case .badLine(let file, let line, let problem):
            "\(file), line \(line): \(problem.sentence)"
        case .unsupportedLayer(let file, let layer, let kind):
            "\(file) has a layer \(layer) of kind \(kind); a classifier is a chain of Dense, BatchNormalization and Dropout"
        case .sameFileTwice(let first, let second):
            "\(second) was already given"
                + (first == second ? "" : " as \(first)")
                + "; its columns would appear twice; give each file once"
        case .differentPhotographs(let first, let second, let onlyInFirst, let onlyInSecond, let example):
            "\(first) and \(second) do not describe the same photographs: \(onlyInFirst) are only in the first and "
                + "\(onlyInSecond) only in the second (such as \(example)); extract both from the same data set"
        case .differentTruth(let first, let second, let photograph, let what):
            "\(first) and \(second) do not agree on the \(what) of \(photograph); extract both from the same data set"
        case .repeatedPhotograph(let file, let photograph):
            "\(file) names the photograph \(photograph) twice"
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
        case .noPathColumn(let found):
            "no column holds the paths of the photographs (the columns are \(Self.list(found))); call that column path in the "
                + "header, or name it with --path-column"
        case .noSuchColumn(let name, let meaning, let found):
            "\(meaning.option) names the column \(name), but the columns are \(Self.list(found))"
        case .unclearColumn(let meaning, let names):
            "each of the columns \(Self.list(names)) could be the \(meaning.rawValue); choose one with \(meaning.option)"
        case .columnTwice(let name):
            "two options name the column \(name), but a column can have only one meaning"
        case .noScale(let column, let lowest, let highest):
            "the column \(column) holds mean scores, but their scale is not given"
                + (lowest.flatMap { lowest in highest.map { " (they range from \(lowest.briefly) to \($0.briefly))" } } ?? "")
                + "; give --score-scale LOWEST...HIGHEST, or rename the column to \(column)(1...10) if that is the scale"
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
