import Faults
import Foundation
import Imaging
import StageSupport
import Storage

/// The photographs that a command line names.
struct GivenPhotographs {
    /// In the order given. A path that leads to no photograph is one with an obstacle.
    let photographs: [Photograph]
    /// What is wrong with the first such path.
    let failure: StorageError?
    /// What a person should know of files that are not among the photographs.
    let notes: [String]

    /// `-` stands for the paths on standard input, a line each. Throws when no path leads to a photograph.
    init(_ arguments: [String]) throws(StorageError) {
        let paths = arguments.flatMap { $0 == "-" ? Self.linesOfStandardInput() : [$0] }
        if paths.isEmpty { throw .noPictures(folder: "standard input", otherFiles: 0) }
        var photographs: [Photograph] = []
        var failures: [StorageError] = []
        var notes: [String] = []
        for path in paths {
            do throws(StorageError) {
                photographs += try Self.photographs(at: path, &notes)
            } catch {
                failures.append(error)
                photographs.append(Photograph(path: path, location: path, label: -1, obstacle: error.sentence))
            }
        }
        if let first = failures.first, failures.count == photographs.count { throw first }
        self.photographs = photographs
        failure = failures.first
        self.notes = notes
    }

    private static func linesOfStandardInput() -> [String] {
        var lines: [String] = []
        while let line = readLine() { if !line.isEmpty { lines.append(line) } }
        return lines
    }

    /// A single photograph under the path given, or all of a folder or manifest, under paths that lead to them.
    private static func photographs(at path: String, _ notes: inout [String]) throws(StorageError) -> [Photograph] {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isFolder.boolValue || path.lowercased().hasSuffix(".csv") || !exists else {
            return [Photograph(path: path, location: path, label: -1)]
        }
        let list = try PhotographList.load(path, pictureExtensions: PictureFormat.everyExtension)
        notes += [list.noteOnTwins].compactMap { $0 }
        return list.photographs.map {
            Photograph(path: $0.location, location: $0.location, label: $0.label, obstacle: $0.obstacle)
        }
    }
}
