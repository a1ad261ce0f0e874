/// What a person should know of how a data set was read: what was left aside, and what was passed over.
public struct DataSetNotes: Sendable, Equatable {
    /// A file that is not a photograph of the data set, and why.
    public struct PassedOver: Sendable, Equatable {
        /// Relative to the data set.
        public let path: String
        public let reason: Reason
    }

    public enum Reason: Sendable, Hashable {
        /// A file whose name ends so, in lower case; empty for one without an ending.
        case notAPicture(ending: String)
        /// A RAW file in one folder with another picture of its name.
        case besidePicture
        /// A link to a file that is a photograph of the data set by another path.
        case anotherPath
    }

    /// Columns of a manifest that mean nothing here.
    public var columnsAside: [String] = []
    /// Columns of a manifest that may hold mean scores and were not read.
    public var scoresAside: [String] = []
    public var passedOver: [PassedOver] = []
    /// Folders that tell no label, and how many photographs each has; "" for the data set's folder itself.
    public var unlabelled: [(folder: String, count: Int)] = []

    public init() {}

    public static func == (first: DataSetNotes, second: DataSetNotes) -> Bool {
        first.columnsAside == second.columnsAside && first.scoresAside == second.scoresAside
            && first.passedOver == second.passedOver
            && first.unlabelled.elementsEqual(second.unlabelled, by: ==)
    }
}
