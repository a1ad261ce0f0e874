import DataSets
import Faults
import Files
import Foundation
import Imaging

/// The photographs that a command line names.
public struct GivenPhotographs {
    /// The photographs in the order given; a path without a photograph is one with an obstacle.
    public let photographs: [Photograph]
    /// What is wrong with the first such path; nil if there is none.
    public let failure: (any Fault)?
    /// Sentences for the user about files that are not among the photographs.
    public let notes: [String]

    /// Finds the photographs; `-` stands for the paths on standard input, each ended by `separator`.
    ///
    /// - Parameters:
    ///   - arguments: Photographs, folders, manifests, or `-`.
    ///   - separator: What ends each path on standard input.
    ///   - manifests: How manifests are read.
    ///   - command: The command that was given them, whose options sentences name.
    /// - Throws: If no path leads to a photograph, or if standard input does not hold a list of paths.
    public init(
        _ arguments: [String], separator: PathList.Separator, manifests: ManifestOptions, for command: any Command.Type
    ) throws {
        var paths: [PathList.Entry] = []
        for argument in arguments {
            paths +=
                argument == "-" ? try PathList.read(FileHandle.standardInput, separator: separator).entries : [.init(argument)]
        }
        if paths.isEmpty { throw DataSetError.noPictures(folder: "standard input", otherFiles: 0) }
        var photographs: [Photograph] = []
        var failures: [any Fault] = []
        var notes: [String] = []
        for entry in paths {
            guard entry.isText else {
                photographs.append(
                    Photograph(path: entry.path, location: entry.path, label: -1, obstacle: "the name of the file is not UTF-8"))
                continue
            }
            do {
                photographs += try Self.photographs(at: entry.path, manifests, &notes)
            } catch let error as any Fault {
                failures.append(error)
                photographs.append(
                    Photograph(path: entry.path, location: entry.path, label: -1, obstacle: command.sentence(of: error)))
            }
        }
        if let first = failures.first, failures.count == photographs.count { throw first }
        self.photographs = photographs
        failure = failures.first
        self.notes = notes
    }

    /// A single photograph under the path given, or all photographs of a folder or manifest under their own paths.
    private static func photographs(
        at path: String, _ manifests: ManifestOptions, _ notes: inout [String]
    ) throws -> [Photograph] {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isFolder.boolValue || PhotographList.isManifest(name: path) || !exists else {
            return [Photograph(path: path, location: path, label: -1)]
        }
        let found = try manifests.loadPaths(path)
        notes += found.notes
        return found.photographs.map {
            Photograph(path: $0.location, location: $0.location, label: $0.label, obstacle: $0.obstacle)
        }
    }
}
