import Foundation

/// A file read from beginning to end in pieces of one mebibyte, so that its size costs no memory.
package enum FilePieces {
    /// Calls `body` with each piece.
    ///
    /// - Throws: `StorageError` if the file cannot be read, and what `body` throws.
    package static func forEach(
        of path: String, _ body: (UnsafeRawBufferPointer) throws(StorageError) -> Void
    ) throws(StorageError) {
        let descriptor = try InputPath.open(path)
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw InputPath.failure(path, errno)
            }
            try body(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        }
    }
}
