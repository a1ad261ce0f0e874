import Foundation

/// A folder as a data set: every picture in it and in the folders below, by path.
///
/// The label is the name of the folder at the top that a picture is in: `aesthetic`, `good` or `1`; `not-aesthetic`,
/// `not_aesthetic`, `bad` or `0`, whatever the case. Digits count only when both are there, for albums are often
/// numbered. All other pictures are of unknown label. Hidden files are left out, links are followed.
struct FolderOfPhotographs {
    let path: String
    let pictureExtensions: Set<String>

    func list() throws(StorageError) -> PhotographList {
        let (files, others) = try pictures()
        guard !files.isEmpty else { throw .noPictures(folder: path, otherFiles: others) }
        let labels = labelOfFolder(Set(files.compactMap(Self.topFolder)))
        let photographs = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { file in
            Photograph(
                path: file, location: (path as NSString).appendingPathComponent(file),
                label: Self.topFolder(file).flatMap { labels[$0] } ?? -1)
        }
        return PhotographList(
            name: URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent, photographs: photographs, bins: 0)
    }

    private static func topFolder(_ file: String) -> String? {
        file.firstIndex(of: "/").map { String(file[..<$0]) }
    }

    private func labelOfFolder(_ folders: Set<String>) -> [String: Int8] {
        let words: [String: Int8] = ["aesthetic": 1, "good": 1, "not-aesthetic": 0, "not_aesthetic": 0, "bad": 0]
        let digits: [String: Int8] = folders.isSuperset(of: ["0", "1"]) ? ["1": 1, "0": 0] : [:]
        return Dictionary(
            uniqueKeysWithValues: folders.compactMap { folder in
                (words[folder.lowercased()] ?? digits[folder]).map { (folder, $0) }
            })
    }

    /// The pictures, relative to the folder, and the number of other files.
    private func pictures() throws(StorageError) -> (files: [String], others: Int) {
        var files: [String] = []
        var others = 0
        var pending: [(folder: String, above: [FileIdentity])] = [("", [])]
        while let (folder, above) = pending.popLast() {
            let location = folder.isEmpty ? path : (path as NSString).appendingPathComponent(folder)
            guard let identity = FileIdentity(location), !above.contains(identity) else { continue }
            for name in try Self.names(in: location) {
                let relative = folder.isEmpty ? name : folder + "/" + name
                if FileIdentity.isFolder((location as NSString).appendingPathComponent(name)) {
                    pending.append((relative, above + [identity]))
                } else if pictureExtensions.contains((name as NSString).pathExtension.lowercased()) {
                    files.append(relative)
                } else {
                    others += 1
                }
            }
        }
        return (files, others)
    }

    /// The names in a folder that are not hidden.
    private static func names(in folder: String) throws(StorageError) -> [String] {
        guard let directory = opendir(folder) else { throw InputPath.failure(folder, errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if bytes.first == UInt8(ascii: ".") { continue }
            guard let name = String(validating: bytes, as: UTF8.self) else {
                throw .unreadableName(folder: folder, name: String(decoding: bytes, as: UTF8.self))
            }
            names.append(name)
        }
        return names
    }
}

/// What tells a file from every other on the machine, by whatever path it is reached.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let number: UInt64

    /// Nil when nothing is at `path`.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
