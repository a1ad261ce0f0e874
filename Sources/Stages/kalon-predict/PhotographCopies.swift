import Files
import Foundation

/// Copies photographs into a folder.
struct PhotographCopies {
    let folder: String

    /// Throws `StorageError.cannotWrite` if the folder already has a file with the name of one of these photographs.
    ///
    /// Called at the start of a stage, so that a second run fails before any photograph is judged.
    func requireRoom(for paths: [String]) throws(StorageError) {
        for name in Set(paths.map { PathParts.name(of: $0) }).sorted() { try requireFree(target(name)) }
    }

    private func target(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }

    private func requireFree(_ target: String) throws(StorageError) {
        guard FileManager.default.fileExists(atPath: target) else { return }
        throw .cannotWrite(
            path: target, reason: "a file of this name already exists; give --copy-to another folder, or move the file away")
    }

    /// Creates the folder if necessary, and copies the files under their own names.
    ///
    /// If two have the same name, the later one gets a number. Each copy appears under its name only when it is complete.
    ///
    /// - Throws: `StorageError.cannotWrite`; if a file already exists, before any is copied.
    func copy(_ paths: [String]) throws(StorageError) {
        try OutputFolder.make(at: folder)
        let targets = Self.names(of: paths).map(target)
        for target in targets { try requireFree(target) }
        for (path, target) in zip(paths, targets) {
            let output = try AtomicOutput(target)
            try FilePieces.forEach(of: path) { piece throws(StorageError) in try output.append(piece) }
            output.keepTimes(of: path)
            try output.commitNew()
        }
    }

    /// The file names of the paths, made unique: `a.jpg`, `a-2.jpg`, ….
    private static func names(of paths: [String]) -> [String] {
        var taken = Set<String>()
        var counts: [String: Int] = [:]
        return paths.map { path in
            let name = PathParts.name(of: path)
            let stem = (name as NSString).deletingPathExtension, ending = (name as NSString).pathExtension
            var candidate = name
            while !taken.insert(candidate).inserted {
                let number = counts[name, default: 1] + 1
                counts[name] = number
                candidate = "\(stem)-\(number)" + (ending.isEmpty ? "" : ".\(ending)")
            }
            return candidate
        }
    }
}
