import Foundation

/// Folders as a data set: every picture in them and in the folders below, by path.
///
/// A RAW file beside a picture of its name is passed over. What cannot be opened, a folder below or a file whose name is not UTF-8, is a photograph with an obstacle.
enum FolderOfPhotographs {
    /// Lists one folder. The label is the name of the folder at the top that a picture is in, as `LabelWord` says; all other
    /// pictures are of unknown label.
    ///
    /// Throws when the folder cannot be read, holds no picture, or a picture under both labels.
    static func list(_ path: String, pictureExtensions: PictureEndings) throws(StorageError) -> PhotographList {
        var walk = FolderWalk(pictureExtensions: pictureExtensions)
        try walk.run(.init(path: "", location: path, label: -1)) { LabelWord.labels(ofFolders: $0) }
        guard !walk.entries.isEmpty else { throw .noPictures(folder: path, otherFiles: walk.passedOver.count) }
        return list(walk, name: name(of: path))
    }

    /// Lists folders all of whose pictures are aesthetic, and others all of whose pictures are not. A path begins with the
    /// name of its folder, or with the folder as given where two have one name.
    ///
    /// Throws when a folder cannot be read, when none holds a picture, and when a picture is in both.
    static func list(
        aesthetic: [String], notAesthetic: [String], pictureExtensions: PictureEndings
    ) throws(StorageError) -> PhotographList {
        var walk = FolderWalk(pictureExtensions: pictureExtensions)
        let folders = aesthetic.map { ($0, Int8(1)) } + notAesthetic.map { ($0, Int8(0)) }
        let names = folders.map { name(of: $0.0) }
        let isUnique = Set(names).count == names.count
        for (name, (folder, label)) in zip(names, folders) {
            guard FileIdentity.isFolder(folder) else {
                throw FileIdentity(folder) == nil
                    ? .missing(path: folder) : .cannotOpen(path: folder, reason: "it is not a folder")
            }
            try walk.run(.init(path: isUnique ? name : folder, location: folder, label: label))
        }
        guard !walk.entries.isEmpty else {
            throw .noPictures(folder: folders.map(\.0).joined(separator: ", "), otherFiles: walk.passedOver.count)
        }
        return list(walk, name: isUnique ? names.joined(separator: "+") : folders.map(\.0).joined(separator: "+"))
    }

    private static func name(of path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    }

    private static func list(_ walk: FolderWalk, name: String) -> PhotographList {
        let all = walk.entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map { entry in
            Photograph(path: entry.path, location: entry.location, label: entry.label, obstacle: entry.obstacle)
        }
        let photographs = walk.pictureExtensions.withoutTwins(all)
        let kept = Set(photographs.map(\.path))
        let twins = all.filter { !kept.contains($0.path) }.map { DataSetNotes.PassedOver(path: $0.path, reason: .besidePicture) }
        var notes = DataSetNotes()
        notes.passedOver = (walk.passedOver + twins).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        let unlabelled = Dictionary(grouping: photographs.filter { $0.label < 0 }) { photograph in
            photograph.path.firstIndex(of: "/").map { String(photograph.path[..<$0]) } ?? ""
        }
        notes.unlabelled = unlabelled.map { ($0.key, $0.value.count) }
            .sorted { $0.folder.utf8.lexicographicallyPrecedes($1.folder.utf8) }
        return PhotographList(name: name, photographs: photographs, bins: 0, notes: notes)
    }
}
