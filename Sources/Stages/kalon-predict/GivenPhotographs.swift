import DataSets
import Faults
import Files
import Foundation
import Imaging
import StageSupport

/// The photographs that a command line names.
struct GivenPhotographs {
    /// The photographs in the order given; a path without a photograph is one with an obstacle.
    let photographs: [Photograph]
    /// What is wrong with the first such path; nil if there is none.
    let failure: (any Fault)?
    /// Sentences for the user about files that are not among the photographs.
    let notes: [String]

    /// Finds the photographs; `-` stands for the paths on standard input, each ended by `separator`.
    ///
    /// Throws if no path leads to a photograph, or if standard input does not hold a list of paths.
    init(_ arguments: [String], separator: PathList.Separator, manifests: ManifestOptions) throws {
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
                    Photograph(path: entry.path, location: entry.path, label: -1, obstacle: Predict.sentence(of: error)))
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
