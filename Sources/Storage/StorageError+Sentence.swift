import Faults

extension StorageError: Fault {
    public var kind: FaultKind {
        switch self {
        case .missing, .cannotOpen: .missingInput
        case .cannotWrite: .cannotWrite
        case .libraryNotThreadSafe: .ours
        default: .badData
        }
    }

    public var sentence: String {
        switch self {
        case .missing(let path):
            "there is nothing at \(path)"
        case .cannotOpen(let path, let reason):
            "\(path) cannot be opened: \(reason)"
        case .notHDF5(let path):
            "\(path) is not an HDF5 file"
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
            "\(object) of \(file) holds \(found), and \(expected) was expected"
        case .wrongShape(let file, let object, let found, let expected):
            "\(object) of \(file) has shape \(found), and \(expected) was expected"
        case .invalidContent(let file, let object, let problem):
            "\(object) of \(file) is not valid: \(problem)"
        case .otherSchema(let file, let found?, let expected):
            "\(file) is a file of kind \(found), and one of kind \(expected) was expected"
        case .otherSchema(let file, nil, let expected):
            "\(file) is no file of Kalon (it has no attribute kalon_schema), and one of kind \(expected) was expected"
        case .notFinite(let file, let photograph, let column):
            "\(file) holds a feature that is not a finite number: photograph \(photograph), column \(column)"
        case .badLine(let file, let line, let problem):
            "\(file), line \(line): \(problem.sentence)"
        case .unsupportedLayer(let file, let layer, let kind):
            "\(file) has a layer \(layer) of kind \(kind); a classifier is a chain of Dense, BatchNormalization and Dropout"
        case .sameFileTwice(let first, let second):
            "\(second) was given before"
                + (first == second ? "" : " as \(first)")
                + "; its columns would stand twice side by side; give each file once"
        case .differentPhotographs(let first, let second, let onlyInFirst, let onlyInSecond, let example):
            "\(first) and \(second) do not describe the same photographs: \(onlyInFirst) are only in the first and "
                + "\(onlyInSecond) only in the second (such as \(example)); extract both from the same data set"
        case .differentTruth(let first, let second, let photograph, let what):
            "\(first) and \(second) do not agree on the \(what) of \(photograph); extract both from the same data set"
        case .repeatedPhotograph(let file, let photograph):
            "\(file) names the photograph \(photograph) twice"
        case .notADataSet(let path):
            "\(path) is neither a folder of photographs nor a manifest (.csv)"
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
            "the file is empty, and a header line was expected"
        case .missingColumn(let name, let known):
            "there is no column \(name); the columns are \(known.joined(separator: ", "))"
        case .unknownColumn(let name, let known):
            "the column \"\(name)\" is unknown; the columns are \(known.joined(separator: ", "))"
        case .repeatedColumn(let name):
            "the column \(name) is there twice"
        case .fieldCount(let found, let expected):
            "\(found) fields were found, and the header has \(expected)"
        case .badValue(let column, let found, let expected):
            "\(column) must be \(expected), got \"\(found)\" instead"
        case .repeatedPath(let path, let firstLine):
            "\(path) was already on line \(firstLine)"
        case .openQuote:
            "a quotation mark is opened and never closed"
        case .badQuote(let message):
            "the quotation marks are wrong (\(message)); write \"\" for one inside a quoted field"
        case .notUTF8:
            "the text is not UTF-8"
        }
    }
}
