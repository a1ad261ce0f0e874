import CHDF5
import Foundation

/// The memory that texts of variable length may take while they are read: many values of a damaged file may all stand for
/// one long text, each with a copy of its own.
final class HDF5TextBudget {
    /// What is left; below zero once more was asked for.
    private let rest: UnsafeMutablePointer<Int>
    /// What even a small file may need: a short text takes more in memory than on the disk.
    private static let least = 1 << 24

    init(file: String) {
        var status = stat()
        let size = stat(file, &status) == 0 ? Int(status.st_size) : 0
        rest = .allocate(capacity: 1)
        rest.initialize(to: max(Self.least, size))
    }

    deinit { rest.deallocate() }

    var isSpent: Bool { rest.pointee < 0 }

    /// What reading is told to take its memory by. Not to be used longer than the budget lives.
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
