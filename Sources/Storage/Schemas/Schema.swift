/// Which of Kalon's files a file is: the root attribute `kalon_schema`, such as `features/1`.
public enum Schema: String, Sendable, CaseIterable {
    case features = "features/1"
    case pca = "pca/1"
    /// Independent components.
    case ica = "ica/1"
    /// Several reductions, each of the columns of other features.
    case reductions = "reductions/1"
    case mask = "mask/1"
    case classifier = "classifier/1"

    private static let attribute = "kalon_schema"

    func write(to root: HDF5Group) throws(StorageError) {
        try root.attributes.set(Self.attribute, rawValue)
    }

    /// The schema that a file says it has; nil where it says none.
    static func name(in root: HDF5Group) throws(StorageError) -> String? {
        try root.attributes.optionalText(attribute)
    }

    /// Throws unless the file says that it has this schema.
    func require(in root: HDF5Group) throws(StorageError) {
        let found = try Self.name(in: root)
        guard found == rawValue else {
            throw .otherSchema(file: root.place.file, found: found, expected: rawValue)
        }
    }

    /// The schema that an HDF5 file says it has, as written there; nil where it says none.
    public static func name(of path: String) throws(StorageError) -> String? {
        try name(in: try HDF5File.open(path).root)
    }
}
