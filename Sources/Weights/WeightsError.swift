/// How a file differs from what it should be.
package struct WeightDifference: Error, Equatable {
    /// What was compared.
    package enum Quantity: String, Sendable {
        /// The size.
        case bytes = "size in bytes"
        /// The MD5 of the content.
        case md5 = "MD5"
        /// The SHA-256 of the content.
        case sha256 = "SHA-256"
    }

    /// Where the expectation comes from.
    package enum Source: Sendable, Equatable {
        /// The list of published weights.
        case published
        /// The record of the file that came the first time, at this path.
        case recorded(String)
    }

    /// The path of the file.
    package internal(set) var file: String
    /// The name of the entry that the file should be.
    package let name: String
    /// What was compared.
    package let quantity: Quantity
    /// The value of the file.
    package let found: String
    /// The value that the file should have.
    package let expected: String
    /// Where the expectation comes from.
    package let source: Source
}

/// What can go wrong with published weights.
package enum WeightsError: Error, Equatable {
    /// No folder above the executable holds `data/weights.csv`.
    case noCatalogue(executable: String)
    /// The list has no entry of this name.
    case unknownName(String, catalogue: String, known: [String])
    /// Neither `XDG_DATA_HOME` nor `HOME` says where the user's data are.
    case noHome
    /// A file is not what it should be.
    case differs(WeightDifference)
    /// A download is not what it should be; `keptAt` is where it was put.
    case rejected(WeightDifference, address: String, keptAt: String)
    /// A file is not an archive that the weights can be taken out of.
    case unreadableArchive(file: String, member: String, problem: String)
    /// A file cannot be used as it is.
    case notReady(name: String, file: String, state: WeightState)
    /// The folder holds none of the listed files.
    case nothingHere(folder: String)
    /// These files are not as they should be.
    case notVerified(names: [String])
}
