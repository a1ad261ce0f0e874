import Files
import HDF5

/// The photographs that a classifier was trained on, so that they can be told from others.
public struct TrainedPhotographs: Sendable, Equatable {
    /// The name of their data set.
    public var dataset: String
    /// The path of each photograph, relative to the data set.
    public var paths: [String]
    /// `FileDigest.brief` of each photograph, "" where it is unknown; nil if none is known.
    public var digests: [String]?

    /// A list of photographs.
    ///
    /// - Parameters:
    ///   - dataset: the name of their data set.
    ///   - paths: the path of each photograph, relative to the data set.
    ///   - digests: `FileDigest.brief` of each photograph, as many as paths; nil if none is known.
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
