/// What a person should know about how a data set was read: which columns were not used and which files were passed over.
public struct DataSetNotes: Sendable, Equatable {
    /// A file that is not a photograph of the data set, and why.
    public struct PassedOver: Sendable, Equatable {
        /// The path of the file, relative to the data set.
        public let path: String
        /// Why it is not a photograph of the data set.
        public let reason: Reason
    }

    /// Why a file was passed over.
    public enum Reason: Sendable, Hashable {
        /// Its ending, in lower case, is not that of a picture; empty for a file without an ending.
        case notAPicture(ending: String)
        /// It is a RAW file in the same folder as another picture of its name.
        case besidePicture
        /// It is a link to a file that is already a photograph of the data set.
        case anotherPath
    }

    /// Columns of a manifest that have no meaning here.
    public var columnsAside: [String] = []
    /// Columns of a manifest that may hold mean scores and were not read.
    public var scoresAside: [String] = []
    /// The files that are not photographs of the data set.
    public var passedOver: [PassedOver] = []
    /// Folders whose names give no label, and the number of photographs in each; "" for the data set's own folder.
    public var unlabelled: [(folder: String, count: Int)] = []

    /// Notes of a data set of which there is nothing to say.
    public init() {}

    /// Whether both are the same.
    public static func == (first: DataSetNotes, second: DataSetNotes) -> Bool {
        first.columnsAside == second.columnsAside && first.scoresAside == second.scoresAside
            && first.passedOver == second.passedOver
            && first.unlabelled.elementsEqual(second.unlabelled, by: ==)
    }
}
