/// The photographs that a classifier was trained on, by which others are told from them.
public struct TrainedPhotographs: Sendable, Equatable {
    /// The name of their data set.
    public var dataset: String
    /// Relative to the data set.
    public var paths: [String]
    /// `FileDigest.brief` of each, "" where it is not known; nil where none is.
    public var digests: [String]?

    public init(dataset: String, paths: [String], digests: [String]?) {
        self.dataset = dataset
        self.paths = paths
        self.digests = digests
    }

    func write(to group: HDF5Group) throws(StorageError) {
        try group.attributes.set("dataset", dataset)
        try group.write("paths", paths)
        if let digests { try group.write("digests", digests) }
    }

    init(readingFrom group: HDF5Group) throws(StorageError) {
        dataset = try group.attributes.text("dataset")
        paths = try group.dataset("paths").readTexts()
        digests = try group.contains("digests") ? try group.dataset("digests").readTexts() : nil
        if let digests { try group.requireEqualCounts("digests", digests.count, paths.count) }
    }
}
