/// What can go wrong with a file, and with what is stored in it.
public enum StorageError: Error, Equatable {
    /// Nothing is at this path.
    case missing(path: String)
    /// Something is at this path, but the system does not let it be read.
    case cannotOpen(path: String, reason: String)
    /// A file that is not HDF5.
    case notHDF5(path: String)
    /// A file of another format than the one expected.
    case otherFormat(path: String, found: FileKind, expected: String)
    /// An HDF5 file that cannot be opened because it is cut off or partly overwritten.
    case damaged(path: String, reason: String)
    /// The system's HDF5 library does not allow calls from several threads.
    case libraryNotThreadSafe
    /// The file lacks an object or attribute that it should have.
    case missingObject(file: String, object: String)
    /// An object is there, but reading it failed.
    case cannotRead(file: String, object: String, reason: String)
    /// An output could not be written; whatever was there before is unchanged.
    case cannotWrite(path: String, reason: String)
    /// An object or attribute holds values of another type than expected.
    case wrongType(file: String, object: String, found: String, expected: String)
    /// An object has another shape than expected.
    case wrongShape(file: String, object: String, found: [Int], expected: String)
    /// An object that is not in the file itself but linked to, or composed of, data elsewhere.
    case linkOutside(file: String, object: String, target: String)
    /// The values of an object contradict each other or have no valid meaning.
    case invalidContent(file: String, object: String, problem: String)
    /// A file of another kind, or of another version of its kind; `found` is nil if the file names no kind.
    case otherSchema(file: String, found: String?, expected: String)
}
