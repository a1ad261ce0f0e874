import ArgumentParser
import Files
import Foundation
import Weights

/// The options that name the list and the folder.
struct PlaceOptions: ParsableArguments {
    @Option(
        name: [.customLong("into"), .customLong("folder")],
        help: ArgumentHelp("The folder of the weights. Default: ~/.local/share/kalon/weights.", valueName: "folder"))
    var place: String?

    @Option(
        help: ArgumentHelp(
            "The list of published files. Default: data/weights.csv of the project that the executable is in.",
            valueName: "weights.csv"))
    var catalogue: String?

    /// Throws `WeightsError.noHome`.
    func folder() throws(WeightsError) -> WeightFolder {
        if let place { return WeightFolder(path: place) }
        return try WeightFolder.standard(environment: ProcessInfo.processInfo.environment)
    }

    /// The folder, created if necessary.
    ///
    /// - Throws: `WeightsError.noHome` and `StorageError.cannotWrite`.
    func madeFolder() throws -> WeightFolder {
        let folder = try folder()
        do {
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        } catch {
            throw StorageError.cannotWrite(path: folder.path, reason: "the folder cannot be created")
        }
        return folder
    }

    /// Throws `WeightsError.noCatalogue` and `StorageError`.
    func list() throws -> WeightCatalogue {
        if let catalogue { return try WeightCatalogue(path: catalogue) }
        return try WeightCatalogue.standard()
    }
}
