import Foundation
import Storage

/// Copies photographs into a folder.
struct PhotographCopies {
    let folder: String

    /// Throws `StorageError.cannotWrite` where the folder has a file of the name of one of these photographs already.
    ///
    /// For the start of a stage: what a second run would find in its way is known before any photograph is judged.
    func requireRoom(for paths: [String]) throws(StorageError) {
        for name in Set(paths.map { PathParts.name(of: $0) }).sorted() { try requireFree(target(name)) }
    }

    private func target(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }

    private func requireFree(_ target: String) throws(StorageError) {
        guard FileManager.default.fileExists(atPath: target) else { return }
        throw .cannotWrite(
            path: target, reason: "there is a file of this name already; give --copy-to a folder of its own, or move it away")
    }

    /// Makes the folder where there is none, and copies the files under their own names; of two of one name the later
    /// gets a number. Each copy appears under its name when it is whole.
    ///
    /// Throws `StorageError.cannotWrite`, also where a file is there already, before any is copied.
    func copy(_ paths: [String]) throws(StorageError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: error.localizedDescription)
        }
        let targets = Self.names(of: paths).map(target)
        for target in targets { try requireFree(target) }
        for (path, target) in zip(paths, targets) {
            let output = try AtomicOutput(target)
            try FilePieces.forEach(of: path) { piece throws(StorageError) in try output.append(piece) }
            output.keepTimes(of: path)
            try output.commitNew()
        }
    }

    /// The last parts of the paths, each once: `a.jpg`, `a-2.jpg`, ….
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
