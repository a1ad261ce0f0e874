import DataSets
import Foundation

extension [Photograph] {
    /// Finds an output that would overwrite one of the photographs, even under another name.
    ///
    /// - Parameter paths: The paths of outputs.
    /// - Returns: The first of `paths` whose file is one of the photographs; nil if there is none.
    public func photograph(among paths: [String]) -> String? {
        let identities = paths.map(Self.identity)
        guard identities.contains(where: { $0 != nil }) else { return nil }
        let own = Set(compactMap { Self.identity(of: $0.location) })
        return zip(paths, identities).first { $0.1.map(own.contains) ?? false }?.0
    }

    /// The device and inode numbers of a file; nil if it does not exist.
    private static func identity(of path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }
}
