import Foundation

/// A folder as a data set: every picture in it and in the folders below, by path.
///
/// The label is the name of the folder at the top that a picture is in: `aesthetic`, `good` or `1`; `not-aesthetic`,
/// `not_aesthetic`, `bad` or `0`, whatever the case. Digits count only when both are there, for albums are often
/// numbered. All other pictures are of unknown label. A RAW file beside a picture of its name is passed over. Hidden files are left out, links are followed. What cannot be
/// opened, a folder below or a file whose name is not UTF-8, is a photograph with an obstacle.
struct FolderOfPhotographs {
    let path: String
    let pictureExtensions: PictureEndings

    /// A picture, relative to the folder.
    private struct Entry {
        let path: String
        var obstacle: String?
    }

    func list() throws(StorageError) -> PhotographList {
        let (files, others) = try pictures()
        guard !files.isEmpty else { throw .noPictures(folder: path, otherFiles: others) }
        let labels = labelOfFolder(Set(files.compactMap { Self.topFolder($0.path) }))
        let photographs = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map { file in
            Photograph(
                path: file.path, location: (path as NSString).appendingPathComponent(file.path),
                label: Self.topFolder(file.path).flatMap { labels[$0] } ?? -1, obstacle: file.obstacle)
        }
        let single = pictureExtensions.withoutTwins(photographs)
        return PhotographList(
            name: URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent, photographs: single, bins: 0,
            rawTwins: photographs.count - single.count)
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

    /// The pictures and the number of other files. Throws when the folder itself cannot be read.
    private func pictures() throws(StorageError) -> (files: [Entry], others: Int) {
        var files: [Entry] = []
        var others = 0
        var pending: [(folder: String, above: [FileIdentity])] = [("", [])]
        while let (folder, above) = pending.popLast() {
            let location = folder.isEmpty ? path : (path as NSString).appendingPathComponent(folder)
            guard let identity = FileIdentity(location), !above.contains(identity) else { continue }
            let (names, failure) = Self.names(in: location)
            if let failure {
                guard !folder.isEmpty else { throw InputPath.failure(folder, failure) }
                files.append(Entry(path: folder, obstacle: "the folder cannot be read (\(InputPath.words(failure)))"))
            }
            for bytes in names {
                let name = Self.text(bytes)
                let relative = folder.isEmpty ? name : folder + "/" + name
                let isPicture = pictureExtensions.contains((name as NSString).pathExtension.lowercased())
                if name.utf8.count != bytes.count, isPicture {
                    files.append(Entry(path: relative, obstacle: "the name of the file is not UTF-8"))
                } else if FileIdentity.isFolder((location as NSString).appendingPathComponent(name)) {
                    pending.append((relative, above + [identity]))
                } else if isPicture {
                    files.append(Entry(path: relative))
                } else {
                    others += 1
                }
            }
        }
        return (files, others)
    }

    /// The names in a folder that are not hidden, and the system's error where there may be more.
    private static func names(in folder: String) -> (names: [[UInt8]], failure: Int32?) {
        guard let directory = opendir(folder) else { return ([], errno) }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while true {
            // The end and a failure both give nothing; only the failure sets the code.
            errno = 0
            guard let entry = readdir(directory) else { return (names, errno == 0 ? nil : errno) }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if bytes.first != UInt8(ascii: ".") { names.append(bytes) }
        }
    }

    /// The name as text; bytes that are not UTF-8 are written as `\xFF`.
    private static func text(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? bytes.map { byte in
                byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16, uppercase: true)
            }.joined()
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
