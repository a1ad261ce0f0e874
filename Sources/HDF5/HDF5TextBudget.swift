import CHDF5
import Files
import Foundation

/// The memory that texts of variable length may take while they are read.
///
/// In a damaged file, many values may refer to one long text, and each would get a copy of its own.
final class HDF5TextBudget {
    /// What is left; below zero once more was requested.
    private let rest: UnsafeMutablePointer<Int>
    /// What even a small file may need: a short text takes more memory than disk space.
    private static let least = 1 << 24

    init(file: String) {
        var status = stat()
        let size = stat(file, &status) == 0 ? Int(status.st_size) : 0
        rest = .allocate(capacity: 1)
        rest.initialize(to: max(Self.least, size))
    }

    deinit { rest.deallocate() }

    var isSpent: Bool { rest.pointee < 0 }

    /// The properties that make reading take its memory from this budget.
    ///
    /// They must not outlive it.
    func transfer(_ place: HDF5Place) throws(StorageError) -> HDF5Handle {
        let transfer = try HDF5Call.handle(place, closing: { H5Pclose($0) }) { H5Pcreate(kalon_h5_transfer_class()) }
        try HDF5Call.check(place) {
            transfer.use {
                H5Pset_vlen_mem_manager(
                    $0,
                    { size, rest in
                        guard let rest = rest?.assumingMemoryBound(to: Int.self), rest.pointee >= size else {
                            rest?.assumingMemoryBound(to: Int.self).pointee = -1
                            return nil
                        }
                        rest.pointee -= size
                        return malloc(size)
                    }, rest, { text, _ in free(text) }, nil)
            }
        }
        return transfer
    }
}
