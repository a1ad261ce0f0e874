import Files

/// What can go wrong with a folder of photographs, a manifest or another table.
public enum DataSetError: Error, Equatable {
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
    /// There are no columns of votes of the names given, of which the first one is named here.
    case noVotes(String, found: [String])
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
