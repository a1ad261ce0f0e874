import Files
import Foundation
import Imaging
import Records
import StageSupport

/// The files of explanations in one folder.
struct ExplanationOutputs {
    let folder: String
    /// The file names without extension, one for each photograph, all different.
    let stems: [String]

    /// The names of the files of photographs: those of the photographs themselves, numbered where several are the same.
    init(folder: String, photographs: [String]) {
        self.folder = folder
        // Names that differ in case only are one file on some disks, and `index` is the page's.
        var taken: Set = ["index"]
        stems = photographs.map { path in
            let stem = (PathParts.name(of: path) as NSString).deletingPathExtension
            var (name, number) = (stem, 1)
            while !taken.insert(name.lowercased()).inserted {
                number += 1
                name = "\(stem)-\(number)"
            }
            return name
        }
    }

    func record(_ number: Int) -> String { path(stems[number] + ".h5") }
    func figure(_ number: Int) -> String { path(stems[number] + ".png") }
    /// Where the methods that are done are kept until all are.
    func progress(_ number: Int) -> String { record(number) + ".partial" }
    var page: String { path("index.html") }

    private func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }

    /// What earlier runs have found about a photograph; nil if there is nothing that can be read.
    func kept(_ number: Int) -> ExplanationRecord? {
        for path in [progress(number), record(number)] where FileManager.default.fileExists(atPath: path) {
            // A file of another kind or version is written anew.
            if let record = try? ExplanationFile.read(path) { return record }
        }
        return nil
    }

    /// Removes what was kept of a photograph that is done.
    func removeProgress(_ number: Int) {
        try? FileManager.default.removeItem(atPath: progress(number))
    }
}
