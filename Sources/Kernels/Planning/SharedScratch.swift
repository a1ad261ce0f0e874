import Matrices

/// Working memory that kernels use one after another, as large as the largest of them needs.
final class SharedScratch {
    private var storage = WorkBuffer<UInt8>(count: 0)

    /// Makes room for so many bytes; what was there is lost.
    func reserve(_ bytes: Int) {
        if bytes > storage.count { storage = WorkBuffer(count: bytes) }
    }

    var pointer: UnsafeMutableRawPointer { UnsafeMutableRawPointer(storage.pointer) }
}
