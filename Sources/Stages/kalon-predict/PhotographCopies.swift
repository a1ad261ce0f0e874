import Foundation
import Storage

/// Copies photographs into a folder.
struct PhotographCopies {
    let folder: String

    /// Makes the folder where there is none, and copies the files under their own names; of two of one name the later
    /// gets a number. Throws `StorageError.cannotWrite`, also where a file is there already, before any is copied.
    func copy(_ paths: [String]) throws(StorageError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: error.localizedDescription)
        }
        let targets = Self.names(of: paths).map { (folder as NSString).appendingPathComponent($0) }
        for target in targets where FileManager.default.fileExists(atPath: target) {
            throw .cannotWrite(path: target, reason: "there is a file of this name already")
        }
        for (path, target) in zip(paths, targets) {
            do {
                // A link would lead nowhere from the other folder.
                let source = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
                try FileManager.default.copyItem(atPath: source, toPath: target)
            } catch {
                throw .cannotWrite(path: target, reason: error.localizedDescription)
            }
        }
    }

    /// The last parts of the paths, each once: `a.jpg`, `a-2.jpg`, ….
    private static func names(of paths: [String]) -> [String] {
        var taken = Set<String>()
        var counts: [String: Int] = [:]
        return paths.map { path in
            let name = (path as NSString).lastPathComponent
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
