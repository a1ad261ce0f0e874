import Foundation

/// A folder of its own for a test, removed afterwards; commands run in it.
final class Scratch {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "kalon-stages-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("\(folder) could not be removed: \(error)")
        }
    }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Runs a stage here: `run("extract", …)` runs `kalon-extract`.
    func run(_ stage: String, _ arguments: [String]) throws -> Outcome {
        try Command("kalon-" + stage, arguments, in: folder).run()
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    @discardableResult
    func write(_ data: Data, to name: String) throws -> String {
        try makeFolder((name as NSString).deletingLastPathComponent)
        try data.write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    /// Copies a file to here.
    @discardableResult
    func copy(_ source: String, to name: String) throws -> String {
        try makeFolder((name as NSString).deletingLastPathComponent)
        try FileManager.default.copyItem(atPath: source, toPath: path(name))
        return path(name)
    }

    func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path(name)))
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The names here that are not hidden.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted() }
    }
}
