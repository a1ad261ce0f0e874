import ArgumentParser
import DataSets
import Files
import Foundation
import Imaging

/// Options that say how the manifests of data sets are read.
public struct ManifestOptions: ParsableArguments {
    /// The manifest column that names the photographs (`--path-column`); nil for the usual names.
    @Option(
        help: ArgumentHelp(
            "The column of a manifest that names the photographs (default: path, file, image, filename, …).", valueName: "name"))
    public var pathColumn: String?

    /// The manifest column of labels (`--label-column`); nil for the usual names.
    @Option(
        help: ArgumentHelp(
            "The column that says which photographs are aesthetic (default: label or class).", valueName: "name"))
    public var labelColumn: String?

    /// The manifest column of mean scores (`--score-column`); nil for the usual names.
    @Option(help: ArgumentHelp("The column of mean scores (default: score, mean or mos).", valueName: "name"))
    public var scoreColumn: String?

    /// What the names of the columns of votes begin with (`--vote-columns`).
    @Option(
        help: ArgumentHelp(
            "What the names of the columns of votes begin with, such as c for c1, c2, ….", valueName: "prefix"))
    public var voteColumns = ManifestReading.usualVotePrefix

    /// The manifest column of parts (`--split-column`); nil for the usual name.
    @Option(help: ArgumentHelp("The column that says train, validation or test (default: split).", valueName: "name"))
    public var splitColumn: String?

    /// The manifest column of groups (`--group-column`); nil for the usual name.
    @Option(help: ArgumentHelp("The column whose photographs stay together in every split (default: group).", valueName: "name"))
    public var groupColumn: String?

    /// The range of mean scores (`--score-scale`); nil if the column's name says it.
    @Option(
        help: ArgumentHelp(
            "The lowest and the highest possible mean score, such as 1...10 (default: what the column's name says in "
                + "brackets).", valueName: "low...high"))
    public var scoreScale: ScoreScale?

    /// Whether every file that was passed over is named (`--list-passed-over`).
    @Flag(help: "Name every file of a folder that is passed over, such as one without an extension.")
    public var listPassedOver = false

    /// Creates the options with their defaults.
    public init() {}

    private var reading: ManifestReading {
        let columns: [(ManifestMeaning, String?)] = [
            (.path, pathColumn), (.label, labelColumn), (.split, splitColumn), (.group, groupColumn), (.score, scoreColumn),
        ]
        return ManifestReading(
            columns: Dictionary(uniqueKeysWithValues: columns.compactMap { meaning, name in name.map { (meaning, $0) } }),
            votePrefix: voteColumns, scoreScale: scoreScale)
    }

    /// Loads the data set at `path`, and tells the user what was ignored.
    ///
    /// - Parameters:
    ///   - path: A folder or a manifest.
    ///   - labels: What the command does with labels.
    ///   - context: The context of the stage.
    /// - Throws: `StorageError` or `DataSetError` if the folder or manifest cannot be read.
    public func load(_ path: String, labels: LabelUse = .taken, _ context: StageContext) throws -> PhotographList {
        let list = try PhotographList.load(path, pictureExtensions: PictureFormat.everyExtension, reading: reading)
        say(list, labels, context)
        return list
    }

    /// What the user is told about a data set.
    private func notes(on list: PhotographList, _ labels: LabelUse) -> [String] {
        list.notes.sentences(of: list.name, isListed: listPassedOver, labels: labels)
            + [list.noteOnTwins].compactMap { $0 } + list.warnings
    }

    /// Loads only the photographs of the data set at `path`, without labels, votes or splits.
    ///
    /// - Returns: The photographs, and notes for the user on files that are not among them.
    /// - Throws: `StorageError` or `DataSetError` if the folder or manifest cannot be read.
    public func loadPaths(_ path: String) throws -> (photographs: [Photograph], notes: [String]) {
        var reading = reading
        reading.readsTruth = false
        let list = try PhotographList.load(path, pictureExtensions: PictureFormat.everyExtension, reading: reading)
        var notes = DataSetNotes()
        notes.passedOver = list.notes.passedOver
        return (
            list.photographs,
            notes.sentences(of: list.name, isListed: listPassedOver, labels: .ignored) + [list.noteOnTwins].compactMap { $0 }
        )
    }

    /// Tells the user what was ignored.
    func say(_ list: PhotographList, _ labels: LabelUse, _ context: StageContext) {
        for sentence in notes(on: list, labels) {
            context.progress.log(sentence)
        }
    }
}

/// Options that name folders whose photographs all have the same label.
public struct FolderOptions: ParsableArguments {
    /// Folders in which every photograph is aesthetic (`--aesthetic`).
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders in which every photograph is aesthetic, whatever the folder's name.", valueName: "folder"))
    public var aesthetic: [String] = []

    /// Folders in which no photograph is aesthetic (`--not-aesthetic`).
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders in which no photograph is aesthetic.", valueName: "folder"))
    public var notAesthetic: [String] = []

    /// Creates the options with their defaults.
    public init() {}

    /// Whether no folder is given.
    public var isEmpty: Bool { aesthetic.isEmpty && notAesthetic.isEmpty }

    /// All folders given, the aesthetic ones first.
    public var paths: [String] { aesthetic + notAesthetic }

    /// Loads the photographs of all folders as one data set, and tells the user what was ignored.
    ///
    /// - Returns: Nil if no folder is given.
    /// - Throws: `StorageError` or `DataSetError` if a folder cannot be read.
    public func load(_ manifests: ManifestOptions, _ context: StageContext) throws -> PhotographList? {
        if isEmpty { return nil }
        let list = try PhotographList.load(
            aesthetic: aesthetic, notAesthetic: notAesthetic, pictureExtensions: PictureFormat.everyExtension)
        manifests.say(list, .givenByFolders, context)
        return list
    }
}

extension ScoreScale: ExpressibleByArgument {
    /// Reads a scale such as `1...10`; nil for anything else.
    public init?(argument: String) { self.init(argument) }
}
