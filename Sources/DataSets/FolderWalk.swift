import Files
import Foundation

/// A walk through folders and those below them.
///
/// It follows links and meets every folder and every picture once. Folders with a label come before those without one, and
/// files and folders before links to them; otherwise names are in the order of their bytes. Which of several paths a picture
/// gets therefore does not depend on the file system. Hidden files are left out.
struct FolderWalk {
    /// A picture, or something with an obstacle in its place.
    struct Entry {
        /// Relative to the data set.
        let path: String
        let location: String
        let label: Int8
        var obstacle: String?
    }

    let pictureExtensions: PictureEndings
    private(set) var entries: [Entry] = []
    private(set) var passedOver: [DataSetNotes.PassedOver] = []
    private var folders: [FileIdentity: Place] = [:]
    private var pictures: [FileIdentity: Place] = [:]

    private struct Place {
        let path: String
        let label: Int8
    }

    /// A folder still to be visited.
    struct Folder {
        /// The path relative to the data set; empty for its own folder.
        let path: String
        let location: String
        let label: Int8

        func child(_ name: String, label: Int8? = nil) -> Folder {
            Folder(
                path: path.isEmpty ? name : path + "/" + name, location: (location as NSString).appendingPathComponent(name),
                label: label ?? self.label)
        }
    }

    init(pictureExtensions: PictureEndings) {
        self.pictureExtensions = pictureExtensions
    }

    /// Goes through a data set's folder; `labels` gives the meaning of the names of the top-level folders.
    ///
    /// Throws if the folder cannot be read, or if a picture or a folder is there under both labels.
    mutating func run(_ folder: Folder, labels: ([String]) -> [String: Int8]) throws {
        guard let content = try content(of: folder, isTop: true) else { return }
        let labels = labels((content.folders + content.linkedFolders).map(\.name))
        func children(_ names: [Name], labelled: Bool) -> [Folder] {
            names.filter { (labels[$0.name] != nil) == labelled }.map { folder.child($0.name, label: labels[$0.name]) }
        }
        try descend(children(content.folders, labelled: true), links: children(content.linkedFolders, labelled: true))
        try take(content, in: folder)
        try descend(children(content.folders, labelled: false), links: children(content.linkedFolders, labelled: false))
    }

    /// Goes through a folder whose pictures all have its label, and through the folders below it.
    mutating func run(_ folder: Folder) throws {
        try run(folder) { _ in [:] }
    }

    /// Goes through folders and everything below them, then through what they link to.
    private mutating func descend(_ folders: [Folder], links: [Folder]) throws {
        var links = links
        var first = 0
        var pending = Array(folders.reversed())
        while true {
            if pending.isEmpty {
                guard first < links.count else { return }
                pending.append(links[first])
                first += 1
            }
            guard let folder = pending.popLast(), let content = try content(of: folder, isTop: false) else { continue }
            try take(content, in: folder)
            pending += content.folders.reversed().map { folder.child($0.name) }
            links += content.linkedFolders.map { folder.child($0.name) }
        }
    }

    /// A name in a folder, as text.
    private struct Name {
        let name: String
        /// Whether the bytes are UTF-8, so that the text leads to the file.
        let isText: Bool
    }

    private struct Content {
        var folders: [Name] = []
        var linkedFolders: [Name] = []
        var files: [Name] = []
        var linkedFiles: [Name] = []
    }

    /// What is in a folder.
    ///
    /// Nil if it was met before, or if it cannot be read, which becomes an entry.
    private mutating func content(of folder: Folder, isTop: Bool) throws -> Content? {
        guard let identity = FileIdentity(folder.location) else {
            if isTop { throw InputPath.failure(folder.location, errno) }
            return nil
        }
        if let earlier = folders[identity] {
            try requireOneLabel(earlier, Place(path: folder.path, label: folder.label))
            return nil
        }
        folders[identity] = Place(path: folder.path, label: folder.label)
        let (names, failure) = Self.names(in: folder.location)
        if let failure {
            if isTop { throw InputPath.failure(folder.location, failure) }
            entries.append(
                Entry(
                    path: folder.path, location: folder.location, label: folder.label,
                    obstacle: "the folder cannot be read (\(InputPath.words(failure)))"))
        }
        var content = Content()
        for bytes in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let text = String(validating: bytes, as: UTF8.self)
            let name = Name(name: text ?? Self.readable(bytes), isText: text != nil)
            let location = (folder.location as NSString).appendingPathComponent(name.name)
            let isLink = FileIdentity.isLink(location)
            if name.isText, FileIdentity.isFolder(location) {
                if isLink { content.linkedFolders.append(name) } else { content.folders.append(name) }
            } else {
                if isLink { content.linkedFiles.append(name) } else { content.files.append(name) }
            }
        }
        return content
    }

    private mutating func take(_ content: Content, in folder: Folder) throws {
        for name in content.files + content.linkedFiles {
            let file = folder.child(name.name)
            let ending = (name.name as NSString).pathExtension.lowercased()
            guard pictureExtensions.contains(ending) else {
                passedOver.append(.init(path: file.path, reason: .notAPicture(ending: ending)))
                continue
            }
            var entry = Entry(path: file.path, location: file.location, label: file.label)
            if !name.isText {
                entry.obstacle = "the name of the file is not UTF-8"
            } else if let identity = FileIdentity(file.location) {
                if let earlier = pictures[identity] {
                    try requireOneLabel(earlier, Place(path: file.path, label: file.label))
                    passedOver.append(.init(path: file.path, reason: .anotherPath))
                    continue
                }
                pictures[identity] = Place(path: file.path, label: file.label)
            }
            entries.append(entry)
        }
    }

    private func requireOneLabel(_ first: Place, _ second: Place) throws {
        guard first.label >= 0, second.label >= 0, first.label != second.label else { return }
        throw DataSetError.bothLabels(first: first.path, second: second.path)
    }

    /// The names in a folder that are not hidden, and the system's error if there may be more.
    private static func names(in folder: String) -> (names: [[UInt8]], failure: Int32?) {
        guard let directory = opendir(folder) else { return ([], errno) }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while true {
            // The end and a failure both return nil; only a failure sets the code.
            errno = 0
            guard let entry = readdir(directory) else { return (names, errno == 0 ? nil : errno) }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if bytes.first != UInt8(ascii: ".") { names.append(bytes) }
        }
    }

    /// A name that is not text, with bytes beyond ASCII written as `\xFF`.
    private static func readable(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
