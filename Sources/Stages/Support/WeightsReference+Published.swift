import Foundation
import Networks
import Weights

extension WeightsReference {
    /// Reads a reference in which a name of the list of published weights may stand for its file in the user's folder.
    ///
    /// An existing file of that name takes precedence.
    ///
    /// - Parameter text: A path, a name of the list, or `seeded:S`.
    /// - Throws: `NetworksError`; `WeightsError.notReady` if the file is not downloaded and checked; `StorageError` for a bad
    ///   list.
    public init(orPublished text: String) throws {
        self = try WeightsReference(text)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: text, isDirectory: &isFolder)
        guard case .file = self, !exists || isFolder.boolValue, let list = WeightCatalogue.standardPath,
            let entry = try WeightCatalogue(path: list).find(text)
        else { return }
        let folder = try WeightFolder.standard(environment: ProcessInfo.processInfo.environment)
        self = .file(try folder.usableFile(of: entry))
    }
}
