import Foundation
import Networks
import Weights

extension WeightsReference {
    /// The same, and a name of the list of published weights stands for its file in the user's folder, if no file
    /// of that name is at hand. Throws `NetworksError`, `WeightsError.notReady`, and `StorageError` for a bad list.
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
