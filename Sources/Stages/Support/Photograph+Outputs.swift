import Foundation
import Storage

extension [Photograph] {
    /// The first of `paths` whose file is one of the photographs, by whatever name; nil where none is.
    public func photograph(among paths: [String]) -> String? {
        let identities = paths.map(Self.identity)
        guard identities.contains(where: { $0 != nil }) else { return nil }
        let own = Set(compactMap { Self.identity(of: $0.location) })
        return zip(paths, identities).first { $0.1.map(own.contains) ?? false }?.0
    }

    /// Device and number of a file; nil where there is none.
    private static func identity(of path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }
}
