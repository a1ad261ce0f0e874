import Files
import HDF5

/// The kinds of Kalon's files, as the root attribute `kalon_schema` names them, such as `features/1`.
public enum Schema: String, Sendable, CaseIterable {
    /// The features of photographs.
    case features = "features/1"
    /// Principal components.
    case pca = "pca/1"
    /// Independent components.
    case ica = "ica/1"
    /// Several reductions, each for the columns of other features.
    case reductions = "reductions/1"
    /// The columns that a search kept.
    case mask = "mask/1"
    /// A trained classifier.
    case classifier = "classifier/1"
    /// Why a judge gave a photograph its verdict.
    case explanation = "explanation/1"

    private static let attribute = "kalon_schema"

    func write(to root: HDF5Group) throws(StorageError) {
        try root.attributes.set(Self.attribute, rawValue)
    }

    /// The schema that a file names; nil if it names none.
    static func name(in root: HDF5Group) throws(StorageError) -> String? {
        try root.attributes.optionalText(attribute)
    }

    /// Throws unless the file names this schema.
    func require(in root: HDF5Group) throws(StorageError) {
        let found = try Self.name(in: root)
        guard found == rawValue else {
            throw .otherSchema(file: root.place.file, found: found, expected: rawValue)
        }
    }

    /// The schema that an HDF5 file names, as written there; nil if it names none.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError` if the file is not an HDF5 file that can be read.
    public static func name(of path: String) throws(StorageError) -> String? {
        try name(in: try HDF5File.open(path).root)
    }
}
