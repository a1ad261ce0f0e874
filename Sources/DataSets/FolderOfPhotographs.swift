import Files
import Foundation

/// Folders as a data set: every picture in them and in the folders below, by path.
///
/// A RAW file next to a picture of its name is passed over. Whatever cannot be opened, such as a folder below or a file
/// whose name is not UTF-8, becomes a photograph with an obstacle.
enum FolderOfPhotographs {
    /// Lists one folder.
    ///
    /// The label of a picture is the meaning of the top-level folder that it is in, as `LabelWord` says; all other pictures
    /// have no known label.
    ///
    /// - Throws: `StorageError` if the folder cannot be read; `DataSetError` if it holds no picture, or has a picture under
    ///   both labels.
    static func list(_ path: String, pictureExtensions: PictureEndings) throws -> PhotographList {
        var walk = FolderWalk(pictureExtensions: pictureExtensions)
        try walk.run(.init(path: "", location: path, label: -1)) { LabelWord.labels(ofFolders: $0) }
        guard !walk.entries.isEmpty else { throw DataSetError.noPictures(folder: path, otherFiles: walk.passedOver.count) }
        return list(walk, name: name(of: path))
    }

    /// Lists folders whose pictures are all aesthetic, and others whose pictures are all not.
    ///
    /// A path begins with the name of its folder, or with the folder as given if two have the same name.
    ///
    /// - Throws: `StorageError` if a folder cannot be read; `DataSetError` if none holds a picture, or if a picture is in both.
    static func list(
        aesthetic: [String], notAesthetic: [String], pictureExtensions: PictureEndings
    ) throws -> PhotographList {
        var walk = FolderWalk(pictureExtensions: pictureExtensions)
        let folders = aesthetic.map { ($0, Int8(1)) } + notAesthetic.map { ($0, Int8(0)) }
        let names = folders.map { name(of: $0.0) }
        let isUnique = Set(names).count == names.count
        for (name, (folder, label)) in zip(names, folders) {
            guard FileIdentity.isFolder(folder) else {
                throw FileIdentity(folder) == nil
                    ? StorageError.missing(path: folder) : StorageError.cannotOpen(path: folder, reason: "it is not a folder")
            }
            try walk.run(.init(path: isUnique ? name : folder, location: folder, label: label))
        }
        guard !walk.entries.isEmpty else {
            throw DataSetError.noPictures(folder: folders.map(\.0).joined(separator: ", "), otherFiles: walk.passedOver.count)
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
