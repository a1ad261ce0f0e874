/// What can go wrong with a file, a manifest or a folder of photographs.
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
    /// A feature that is NaN or infinite; columns are counted from 0.
    case notFinite(file: String, photograph: String, column: Int)
    /// Features files that cannot be joined because they are the same file.
    case sameFileTwice(first: String, second: String)
    /// Features files that cannot be joined because they describe different photographs.
    case differentPhotographs(
        first: String, second: String, onlyInFirst: Int, onlyInSecond: Int, example: String)
    /// Features files that cannot be joined because a photograph's label, part or scores differ; `what` names which.
    case differentTruth(first: String, second: String, photograph: String, what: String)
    /// A features file that names a photograph twice.
    case repeatedPhotograph(file: String, photograph: String)
    /// A Keras model with a layer that a classifier cannot have.
    case unsupportedLayer(file: String, layer: String, kind: String)
    /// A line of a table that is wrong; lines are counted from 1.
    case badLine(file: String, line: Int, problem: CSVProblem)
    /// Something that is neither a folder nor a manifest, and so is not a data set.
    case notADataSet(path: String)
    /// A picture or a folder that is both among the aesthetic photographs and among the others.
    case bothLabels(first: String, second: String)
    /// A folder or a manifest without pictures.
    case noPictures(folder: String, otherFiles: Int)
}

/// What is wrong with a line of a table.
public enum CSVProblem: Error, Equatable {
    /// The file has no header.
    case empty
    /// A required column is missing.
    case missingColumn(String, known: [String])
    /// A column that the table must not have.
    case unknownColumn(String, known: [String])
    /// Two columns have the same name.
    case repeatedColumn(String)
    /// A line has more or fewer fields than the header.
    case fieldCount(found: Int, expected: Int)
    /// A field does not hold what its column needs; `expected` follows "must be" in the sentence.
    case badValue(column: String, found: String, expected: String)
    /// The same file as on an earlier line, under the same path or another one.
    case repeatedPath(String, firstLine: Int, firstPath: String)
    /// There are votes for a score, but none for a lower one; `of` is the number of columns of votes.
    case missingVotes(String, of: Int)
    /// No column of a manifest has a name that is usual for paths.
    case noPathColumn(found: [String])
    /// The name given for a column of this meaning is not in the header.
    case noSuchColumn(String, ManifestMeaning, found: [String])
    /// Several columns could have this meaning.
    case unclearColumn(ManifestMeaning, [String])
    /// One column was given two meanings.
    case columnTwice(String)
    /// Mean scores whose scale is not given, with the lowest and the highest of them.
    case noScale(column: String, lowest: Double?, highest: Double?)
    /// Several signs could separate the fields.
    case unclearDelimiter([String])
    /// A quotation mark is never closed.
    case openQuote
    /// A quoted field is followed by something other than a delimiter or the end of the line.
    case badQuote
    /// The text is not UTF-8.
    case notUTF8
    /// The text contains a zero byte.
    case zeroByte
}
