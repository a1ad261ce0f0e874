/// The memory that may be used for what a file claims to hold; it is checked before the memory is taken.
package enum MemoryBudget {
    /// Throws `StorageError.cannotRead` if the bytes are more than half of the free memory: what is read is also worked on.
    package static func require(_ bytes: Int, for object: String, of file: String) throws(StorageError) {
        guard let reason = refusal(of: bytes) else { return }
        throw .cannotRead(file: file, object: object, reason: reason)
    }

    /// The same for rows of a file.
    package static func require(rows: Int, columns: Int, file: String) throws(StorageError) {
        let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
        let (bytes, more) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
        guard let reason = refusal(of: overflow || more ? .max : bytes) else { return }
        throw .cannotRead(file: file, object: "the features of \(rows) rows and \(columns) columns", reason: reason)
    }

    /// Why this many bytes may not be taken; nil if they may.
    package static func refusal(of bytes: Int) -> String? {
        // Finding out what is free takes longer than reading so few bytes.
        guard bytes > 1 << 24, let free = AvailableMemory.bytes, bytes > free / 2 else { return nil }
        return "that takes \(gigabytes(bytes)) of memory, but only "
            + "\(gigabytes(free)) are free, and at most half of that may be used"
    }

    private static func gigabytes(_ bytes: Int) -> String {
        let tenths = bytes / 100_000_000
        return "\(tenths / 10).\(tenths % 10) GB"
    }
}
