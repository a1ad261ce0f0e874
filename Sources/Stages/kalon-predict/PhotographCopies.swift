import Foundation
import Storage

/// Copies photographs into a folder.
struct PhotographCopies {
    let folder: String

    /// Makes the folder where there is none, and copies the files under their own names; of two of one name the later
    /// gets a number. Throws `StorageError.cannotWrite`, also where a file is there already.
    func copy(_ paths: [String]) throws(StorageError) {
        var taken = Set<String>()
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: error.localizedDescription)
        }
        for path in paths {
            let name = Self.free((path as NSString).lastPathComponent, &taken)
            let target = (folder as NSString).appendingPathComponent(name)
            guard !FileManager.default.fileExists(atPath: target) else {
                throw .cannotWrite(path: target, reason: "there is a file of this name already")
            }
            do {
                try FileManager.default.copyItem(atPath: path, toPath: target)
            } catch {
                throw .cannotWrite(path: target, reason: error.localizedDescription)
            }
        }
    }

    private static func free(_ name: String, _ taken: inout Set<String>) -> String {
        let stem = (name as NSString).deletingPathExtension, ending = (name as NSString).pathExtension
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(stem)-\(number)" + (ending.isEmpty ? "" : ".\(ending)")
            number += 1
        }
        return candidate
    }
}
