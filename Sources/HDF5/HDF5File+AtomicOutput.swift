import Files

extension HDF5File {
    /// Writes an HDF5 file atomically: `body` fills it, and it takes its name when `body` has returned and the disk
    /// has accepted everything.
    package static func write<R>(
        to path: String, _ body: (HDF5Group) throws(StorageError) -> R
    ) throws(StorageError) -> R {
        let output = try AtomicOutput(path)
        let file = try HDF5File.create(output.temporaryPath, reportedAs: path)
        let result = try body(file.root)
        try file.close()
        try output.commit()
        return result
    }
}
