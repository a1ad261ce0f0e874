import Foundation

/// Output files that need one another: they take their names only when all of them are complete.
///
/// Those that are not committed leave nothing behind. The last step renames one file after the other, so that a process that is
/// killed between two of them can leave the first file new and the next one old.
package final class JointOutputs {
    private let outputs: [(path: String, target: String)]

    /// Outputs under these paths; links are followed.
    package init(_ paths: [String]) {
        outputs = paths.map { ($0, URL(fileURLWithPath: $0).resolvingSymlinksInPath().path) }
    }

    deinit { for output in outputs { unlink(Self.temporary(output.target)) } }

    /// Where to write each output until all are committed, in the order of the paths.
    package var temporaryPaths: [String] { outputs.map { Self.temporary($0.target) } }

    /// Puts all files in their places.
    ///
    /// - Throws: `StorageError.cannotWrite` for a file that was not written or cannot be renamed.
    package func commit() throws(StorageError) {
        for output in outputs where access(Self.temporary(output.target), F_OK) != 0 {
            throw .cannotWrite(path: output.path, reason: "it was not written to its end")
        }
        for output in outputs where rename(Self.temporary(output.target), output.target) != 0 {
            throw .cannotWrite(path: output.path, reason: String(cString: strerror(errno)))
        }
    }

    private static func temporary(_ target: String) -> String { target + ".new" }
}
