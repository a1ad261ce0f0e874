import Files
import Foundation

/// A photograph of a data set.
public struct Photograph: Sendable, Equatable {
    /// The path relative to the data set, which names the photograph in every file.
    public var path: String
    /// The path of its file.
    public var location: String
    /// The label: 1 aesthetic, 0 not aesthetic, -1 unknown.
    public var label: Int8
    /// The part of the data set that a manifest assigns it to; nil if it names none.
    public var split: SplitPart?
    /// The group, if it has one.
    ///
    /// Photographs of a group, such as a series of one scene, always stay in the same part.
    public var group: String?
    /// The number or share of votes for each score 1, 2, …; empty if the data set has no votes.
    public var scores: [Float]
    /// The mean score, on the data set's scale; nil if it is unknown.
    public var meanScore: Double?
    /// Why its file cannot be opened, if the listing has already shown that.
    public var obstacle: String?

    /// A photograph.
    ///
    /// - Parameters:
    ///   - path: the path relative to the data set.
    ///   - location: the path of its file.
    ///   - label: 1 aesthetic, 0 not aesthetic, -1 unknown.
    ///   - split: the part of the data set; nil if it is not assigned to one.
    ///   - group: the group, if it has one.
    ///   - scores: the number or share of votes for each score; empty for none.
    ///   - meanScore: the mean score; nil if it is unknown.
    ///   - obstacle: why its file cannot be opened.
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
    /// The mean score as given, or else the mean of the votes; nil if neither is known.
    public var knownMeanScore: Double? { meanScore ?? MeanScores.mean(ofVotes: scores) }
}

/// The photographs of a data set, which is a folder or a manifest.
public struct PhotographList: Sendable {
    /// The last part of the folder's path, or of the manifest's without its ending.
    public let name: String
    /// The photographs, in the order of a manifest or by path.
    public let photographs: [Photograph]
    /// The number of scores that votes are for; 0 if the data set has no votes.
    public let bins: Int
    /// The scale of the mean scores; nil if the data set has none.
    public let scale: ScoreScale?
    /// What was ignored or passed over.
    public let notes: DataSetNotes

    package init(
        name: String, photographs: [Photograph], bins: Int, scale: ScoreScale? = nil, notes: DataSetNotes = DataSetNotes()
    ) {
        self.name = name
        self.photographs = photographs
        self.bins = bins
        self.scale = scale
        self.notes = notes
    }

    /// The photographs for which `isIncluded` is true, in the same order.
    ///
    /// - Parameter isIncluded: whether a photograph stays.
    public func filter(_ isIncluded: (Photograph) -> Bool) -> PhotographList {
        PhotographList(
            name: name, photographs: photographs.filter(isIncluded), bins: bins, scale: scale, notes: notes)
    }

    /// The number of RAW files that were passed over because a picture of the same name is in their folder.
    public var rawTwins: Int { notes.passedOver.count { $0.reason == .besidePicture } }

    /// Whether a manifest assigns any photograph to a part.
    ///
    /// - Parameter part: the part.
    public func has(_ part: SplitPart) -> Bool { photographs.contains { $0.split == part } }

    /// Whether the name of a file is that of a manifest, judged by its ending, in any case.
    ///
    /// - Parameter name: a name or a path.
    public static func isManifest(name: String) -> Bool {
        Manifest.extensions.contains((name as NSString).pathExtension.lowercased())
    }

    /// Whether a path has the name of a manifest and is not a folder.
    ///
    /// - Parameter path: the path.
    public static func isManifest(at path: String) -> Bool { isManifest(name: path) && !FileIdentity.isFolder(path) }

    /// Lists the data set at a path.
    ///
    /// It does not check whether a file holds a picture.
    ///
    /// - Parameters:
    ///   - path: a folder or a manifest.
    ///   - pictureExtensions: the endings of files in a folder that count as pictures; a manifest's photographs may have
    ///     any ending.
    ///   - reading: how to read a manifest.
    /// - Throws: `StorageError` if there is no such folder or manifest; `DataSetError` if a folder has no picture in it, or if a
    ///   line of a manifest is wrong.
    public static func load(
        _ path: String, pictureExtensions: PictureEndings, reading: ManifestReading = ManifestReading()
    ) throws -> PhotographList {
        var status = stat()
        guard stat(path, &status) == 0 else { throw InputPath.failure(path, errno) }
        if status.st_mode & S_IFMT == S_IFDIR {
            return try FolderOfPhotographs.list(path, pictureExtensions: pictureExtensions)
        }
        guard isManifest(name: path) else { throw DataSetError.notADataSet(path: path) }
        let bytes = try CSVTable.utf8(of: path)
        if let list = try AVAList(path: path, bytes: bytes, reading: reading) { return try list.list() }
        return try Manifest(path: path, bytes: bytes, reading: reading).list()
    }

    /// Lists folders whose pictures are all aesthetic, and others whose pictures are all not.
    ///
    /// - Parameters:
    ///   - aesthetic: folders of aesthetic pictures.
    ///   - notAesthetic: folders of the others.
    ///   - pictureExtensions: the endings of files that count as pictures.
    /// - Throws: `StorageError` if a folder cannot be read; `DataSetError` if none holds a picture, or if a picture is in both.
    public static func load(
        aesthetic: [String], notAesthetic: [String], pictureExtensions: PictureEndings
    ) throws -> PhotographList {
        try FolderOfPhotographs.list(
            aesthetic: aesthetic, notAesthetic: notAesthetic, pictureExtensions: pictureExtensions)
    }
}
