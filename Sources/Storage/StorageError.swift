/// What can go wrong with a file, a manifest or a folder of photographs.
public enum StorageError: Error, Equatable {
    /// Nothing is at this path.
    case missing(path: String)
    /// Something is at this path, and the system does not let it be read.
    case cannotOpen(path: String, reason: String)
    /// A file that is not HDF5 at all.
    case notHDF5(path: String)
    /// A file of another format than the one that is read here.
    case otherFormat(path: String, found: FileKind, expected: String)
    /// An HDF5 file that cannot be opened: cut off, or overwritten in part.
    case damaged(path: String, reason: String)
    /// The HDF5 library of this system does not allow calls from several threads.
    case libraryNotThreadSafe
    /// An object or attribute that the file should hold.
    case missingObject(file: String, object: String)
    /// An object is there and reading it failed.
    case cannotRead(file: String, object: String, reason: String)
    /// An output could not be written; what was there before is still there.
    case cannotWrite(path: String, reason: String)
    /// An object or attribute holds values of another type.
    case wrongType(file: String, object: String, found: String, expected: String)
    /// An object has another shape.
    case wrongShape(file: String, object: String, found: [Int], expected: String)
    /// An object that does not lie in the file itself, but is linked to, or put together, from elsewhere.
    case linkOutside(file: String, object: String, target: String)
    /// An object's values contradict each other or their meaning.
    case invalidContent(file: String, object: String, problem: String)
    /// A file of another kind, or of another version of its kind.
    case otherSchema(file: String, found: String?, expected: String)
    /// A feature that is NaN or infinite.
    case notFinite(file: String, photograph: String, column: Int)
    /// Feature files that cannot be joined: they are one file.
    case sameFileTwice(first: String, second: String)
    /// Feature files that cannot be joined: their sets of photographs differ.
    case differentPhotographs(
        first: String, second: String, onlyInFirst: Int, onlyInSecond: Int, example: String)
    /// Feature files that cannot be joined: a photograph's label or scores differ.
    case differentTruth(first: String, second: String, photograph: String, what: String)
    /// A feature file names a photograph twice.
    case repeatedPhotograph(file: String, photograph: String)
    /// A Keras model with a layer that a classifier cannot have.
    case unsupportedLayer(file: String, layer: String, kind: String)
    /// A line of a CSV file.
    case badLine(file: String, line: Int, problem: CSVProblem)
    /// A data set is a folder or a CSV manifest, and this is neither.
    case notADataSet(path: String)
    /// A picture, or a folder of pictures, that is both among the aesthetic ones and among the others.
    case bothLabels(first: String, second: String)
    /// A folder without a picture in it.
    case noPictures(folder: String, otherFiles: Int)
}

/// What is wrong with a line of a CSV file.
public enum CSVProblem: Error, Equatable {
    case empty
    case missingColumn(String, known: [String])
    case unknownColumn(String, known: [String])
    case repeatedColumn(String)
    case fieldCount(found: Int, expected: Int)
    case badValue(column: String, found: String, expected: String)
    /// The same file as on an earlier line, by the same path or another.
    case repeatedPath(String, firstLine: Int, firstPath: String)
    /// Votes for a score are there, and none for one below it.
    case missingVotes(String, of: Int)
    /// No column of a manifest has a name that paths usually have.
    case noPathColumn(found: [String])
    /// The name that was given for a column of this meaning is no column's.
    case noSuchColumn(String, ManifestMeaning, found: [String])
    /// Several columns may have this meaning.
    case unclearColumn(ManifestMeaning, [String])
    /// One column was given for two meanings.
    case columnTwice(String)
    /// Mean scores whose scale is not told; with the lowest and highest of them.
    case noScale(column: String, lowest: Double?, highest: Double?)
    /// Several signs may stand between the fields.
    case unclearDelimiter([String])
    case openQuote
    case badQuote
    case notUTF8
    case zeroByte
}
