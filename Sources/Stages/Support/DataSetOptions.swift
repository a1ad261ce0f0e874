import ArgumentParser
import Foundation
import Imaging
import Storage

/// How the manifests of data sets are read.
public struct ManifestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The column of a manifest that names the photographs (default: path, file, image, filename, …).", valueName: "name"))
    public var pathColumn: String?

    @Option(help: ArgumentHelp("The column that tells aesthetic ones from others (default: label or class).", valueName: "name"))
    public var labelColumn: String?

    @Option(help: ArgumentHelp("The column of mean scores (default: score, mean or mos).", valueName: "name"))
    public var scoreColumn: String?

    @Option(help: ArgumentHelp("The column that says train, validation or test (default: split).", valueName: "name"))
    public var splitColumn: String?

    @Option(help: ArgumentHelp("The column whose photographs stay together in every split (default: group).", valueName: "name"))
    public var groupColumn: String?

    @Option(
        help: ArgumentHelp(
            "The lowest and the highest mean score that there can be, such as 1...10 (default: as the column's name says in "
                + "brackets).", valueName: "low...high"))
    public var scoreScale: ScoreScale?

    @Flag(help: "Name every file of a folder that is passed over, such as one without an ending.")
    public var listPassedOver = false

    public init() {}

    private var reading: ManifestReading {
        let columns: [(ManifestMeaning, String?)] = [
            (.path, pathColumn), (.label, labelColumn), (.split, splitColumn), (.group, groupColumn), (.score, scoreColumn),
        ]
        return ManifestReading(
            columns: Dictionary(uniqueKeysWithValues: columns.compactMap { meaning, name in name.map { (meaning, $0) } }),
            scoreScale: scoreScale)
    }

    /// The data set at `path`; a person is told what was left aside.
    public func load(_ path: String, _ context: StageContext) throws(StorageError) -> PhotographList {
        let list = try PhotographList.load(path, pictureExtensions: PictureFormat.everyExtension, reading: reading)
        say(list, context)
        return list
    }

    /// What a person is told of a data set.
    private func notes(on list: PhotographList) -> [String] {
        list.notes.sentences(of: list.name, isListed: listPassedOver) + [list.noteOnTwins].compactMap { $0 } + list.warnings
    }

    /// The photographs of the data set at `path`, of which nothing else is to be known, and what a person is told of those
    /// that are not among them.
    public func loadPaths(_ path: String) throws(StorageError) -> (photographs: [Photograph], notes: [String]) {
        var reading = reading
        reading.readsTruth = false
        let list = try PhotographList.load(path, pictureExtensions: PictureFormat.everyExtension, reading: reading)
        var notes = DataSetNotes()
        notes.passedOver = list.notes.passedOver
        return (
            list.photographs,
            notes.sentences(of: list.name, isListed: listPassedOver) + [list.noteOnTwins].compactMap { $0 }
        )
    }

    /// Tells a person what was left aside.
    func say(_ list: PhotographList, _ context: StageContext) {
        for sentence in notes(on: list) {
            context.progress.log(sentence)
        }
    }
}

/// Folders whose photographs are all of one kind, as a data set.
public struct FolderOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders all of whose photographs are aesthetic, whatever their names.", valueName: "folder"))
    public var aesthetic: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders none of whose photographs is aesthetic.", valueName: "folder"))
    public var notAesthetic: [String] = []

    public init() {}

    public var isEmpty: Bool { aesthetic.isEmpty && notAesthetic.isEmpty }

    /// All of the folders.
    public var paths: [String] { aesthetic + notAesthetic }

    /// Their photographs as one data set; nil where no folder is given.
    public func load(_ manifests: ManifestOptions, _ context: StageContext) throws(StorageError) -> PhotographList? {
        if isEmpty { return nil }
        let list = try PhotographList.load(
            aesthetic: aesthetic, notAesthetic: notAesthetic, pictureExtensions: PictureFormat.everyExtension)
        manifests.say(list, context)
        return list
    }
}

extension ScoreScale: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
