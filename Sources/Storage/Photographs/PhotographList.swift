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
    /// The mean score, on the data set's scale; nil where it is unknown.
    public var meanScore: Double?
    /// Why its file cannot be opened, where the listing has shown that already.
    public var obstacle: String?

    public init(
        path: String, location: String, label: Int8, split: SplitPart? = nil, group: String? = nil, scores: [Float] = [],
        meanScore: Double? = nil, obstacle: String? = nil
    ) {
        self.path = path
        self.location = location
        self.label = label
        self.split = split
        self.group = group
        self.scores = scores
        self.meanScore = meanScore
        self.obstacle = obstacle
    }
}

extension Photograph {
    /// The mean score as it was given, or else of the votes; nil where neither is known.
    public var knownMeanScore: Double? { meanScore ?? MeanScores.mean(ofVotes: scores) }
}

/// The photographs of a data set: a folder, or a manifest.
public struct PhotographList: Sendable {
    /// The last part of the folder's path, or of the manifest's without its ending.
    public let name: String
    public let photographs: [Photograph]
    /// The number of rating bins; 0 where the data set has no ratings.
    public let bins: Int
    /// The scale of the mean scores; nil where the data set has none.
    public let scale: ScoreScale?
    /// What was left aside.
    public let notes: DataSetNotes

    init(
        name: String, photographs: [Photograph], bins: Int, scale: ScoreScale? = nil, notes: DataSetNotes = DataSetNotes()
    ) {
        self.name = name
        self.photographs = photographs
        self.bins = bins
        self.scale = scale
        self.notes = notes
    }

    /// The photographs that `isIncluded` says, in the same order.
    public func filter(_ isIncluded: (Photograph) -> Bool) -> PhotographList {
        PhotographList(
            name: name, photographs: photographs.filter(isIncluded), bins: bins, scale: scale, notes: notes)
    }

    /// RAW files of a folder that stand beside a picture of the same name, and were passed over for that.
    public var rawTwins: Int { notes.passedOver.count { $0.reason == .besidePicture } }

    /// Whether a manifest puts any photograph into this part.
    public func has(_ part: SplitPart) -> Bool { photographs.contains { $0.split == part } }

    /// Whether the name of a file is that of a manifest: by its ending, in any case.
    public static func isManifest(name: String) -> Bool {
        Manifest.extensions.contains((name as NSString).pathExtension.lowercased())
    }

    /// Whether there is a manifest at `path`: a file whose name ends so.
    public static func isManifest(at path: String) -> Bool { isManifest(name: path) && !FileIdentity.isFolder(path) }

    /// Lists the data set at `path`.
    ///
    /// - Parameters:
    ///   - pictureExtensions: the endings of the files of a folder that count as pictures. A manifest's photographs may end
    ///     in anything.
    ///   - reading: how a manifest is to be read.
    ///
    /// Throws when there is no such folder or manifest, when a folder has no picture in it, and when a line of a
    /// manifest is wrong. Whether a file holds a picture is not looked at.
    public static func load(
        _ path: String, pictureExtensions: PictureEndings, reading: ManifestReading = ManifestReading()
    ) throws(StorageError) -> PhotographList {
        var status = stat()
        guard stat(path, &status) == 0 else { throw InputPath.failure(path, errno) }
        if status.st_mode & S_IFMT == S_IFDIR {
            return try FolderOfPhotographs.list(path, pictureExtensions: pictureExtensions)
        }
        guard isManifest(name: path) else { throw .notADataSet(path: path) }
        return try Manifest(path: path, reading: reading).list()
    }

    /// Lists folders all of whose pictures are aesthetic, and others all of whose pictures are not.
    ///
    /// Throws when a folder cannot be read, when none holds a picture, and when a picture is in both.
    public static func load(
        aesthetic: [String], notAesthetic: [String], pictureExtensions: PictureEndings
    ) throws(StorageError) -> PhotographList {
        try FolderOfPhotographs.list(
            aesthetic: aesthetic, notAesthetic: notAesthetic, pictureExtensions: pictureExtensions)
    }
}
