import Faults

extension StorageError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .missing, .cannotOpen: .missingInput
        case .cannotWrite: .cannotWrite
        case .libraryNotThreadSafe: .ours
        case .notHDF5, .otherFormat, .otherSchema, .damaged, .missingObject, .cannotRead, .wrongType, .wrongShape,
            .linkOutside, .invalidContent:
            .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        if case .otherFormat(_, let found, _) = self { found.settings } else { [] }
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
        }
    }
}
