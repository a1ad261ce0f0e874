/// How a file differs from what is expected of it.
public struct WeightDifference: Error, Equatable {
    public enum Quantity: String, Sendable {
        case bytes = "size in bytes"
        case md5 = "MD5"
        case sha256 = "SHA-256"
    }

    /// Where the expectation comes from.
    public enum Source: Sendable, Equatable {
        case published
        /// From the first time, written down in that file.
        case recorded(String)
    }

    public internal(set) var file: String
    public let name: String
    public let quantity: Quantity
    public let found: String
    public let expected: String
    public let source: Source
}

/// What can go wrong with published weights.
public enum WeightsError: Error, Equatable {
    /// No project with `data/weights.csv` lies above the executable.
    case noCatalogue(executable: String)
    case unknownName(String, catalogue: String, known: [String])
    /// Neither `XDG_DATA_HOME` nor `HOME` says where the user's data are.
    case noHome
    case differs(WeightDifference)
    /// A download that is not what it should be, and where it was put.
    case rejected(WeightDifference, address: String, keptAt: String)
    /// A file that cannot be used as it is.
    case notReady(name: String, file: String, state: WeightState)
    /// Nothing of the list is in the folder.
    case nothingHere(folder: String)
    /// How many files are not as they should be.
    case notVerified(names: [String])
}
