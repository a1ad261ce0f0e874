import Foundation

/// A photograph of a data set.
public struct Photograph: Sendable, Equatable {
    /// Relative to the data set; names the photograph in every file.
    public var path: String
    /// Where its file is.
    public var location: String
    /// 1 aesthetic, 0 not aesthetic, -1 unknown.
    public var label: Int8
    /// The part of the data set that a manifest puts it into; nil where it says nothing.
    public var split: SplitPart?
    /// Photographs of one group, such as a series of one scene, always stay in one part.
    public var group: String?
    /// The number of votes for each rating, or their shares; empty where the data set has none.
    public var scores: [Float]
    /// Why its file cannot be opened, where the listing has shown that already.
    public var obstacle: String?

    public init(
        path: String, location: String, label: Int8, split: SplitPart? = nil, group: String? = nil, scores: [Float] = [],
        obstacle: String? = nil
    ) {
        self.path = path
        self.location = location
        self.label = label
        self.split = split
        self.group = group
        self.scores = scores
        self.obstacle = obstacle
    }
}

/// The photographs of a data set: a folder, or a CSV manifest.
public struct PhotographList: Sendable {
    /// The last part of the folder's path, or of the manifest's without `.csv`.
    public let name: String
    public let photographs: [Photograph]
    /// The number of rating bins; 0 where the data set has no ratings.
    public let bins: Int
    /// RAW files of a folder that stand beside a picture of the same name, and were passed over for that.
    public let rawTwins: Int

    init(name: String, photographs: [Photograph], bins: Int, rawTwins: Int = 0) {
        self.name = name
        self.photographs = photographs
        self.bins = bins
        self.rawTwins = rawTwins
    }

    /// The photographs that `isIncluded` says, in the same order.
    public func filter(_ isIncluded: (Photograph) -> Bool) -> PhotographList {
        PhotographList(name: name, photographs: photographs.filter(isIncluded), bins: bins)
    }

    /// Whether a manifest puts any photograph into this part.
    public func has(_ part: SplitPart) -> Bool { photographs.contains { $0.split == part } }

    /// Lists the data set at `path`.
    ///
    /// - Parameter pictureExtensions: the endings of the files of a folder that count as pictures. A manifest's photographs may end in anything.
    ///
    /// Throws when there is no such folder or manifest, when a folder has no picture in it, and when a line of a
    /// manifest is wrong. Whether a file holds a picture is not looked at.
    public static func load(_ path: String, pictureExtensions: PictureEndings) throws(StorageError) -> PhotographList {
        var status = stat()
        guard stat(path, &status) == 0 else { throw InputPath.failure(path, errno) }
        if status.st_mode & S_IFMT == S_IFDIR {
            return try FolderOfPhotographs(path: path, pictureExtensions: pictureExtensions).list()
        }
        guard (path as NSString).pathExtension.lowercased() == "csv" else { throw .notADataSet(path: path) }
        return try Manifest(table: try CSVTable.read(path)).list()
    }
}
