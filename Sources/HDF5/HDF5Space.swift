import CHDF5
import Files

/// Shapes and selections of datasets.
enum HDF5Space {
    /// A space with the given sides; no sides mean a single value.
    static func simple(_ shape: [Int], _ place: HDF5Place) throws(StorageError) -> HDF5Handle {
        let sides = shape.map { hsize_t($0) }
        return try HDF5Call.handle(place, closing: { H5Sclose($0) }) {
            sides.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(sides.count), sides, nil)
        }
    }

    /// Narrows a space to a box that begins at `start`.
    static func select(_ space: HDF5Handle, start: [Int], count: [Int], _ place: HDF5Place) throws(StorageError) {
        let start = start.map { hsize_t($0) }
        let count = count.map { hsize_t($0) }
        try HDF5Call.check(place) { space.use { H5Sselect_hyperslab($0, H5S_SELECT_SET, start, nil, count, nil) } }
    }

    /// The sides of a space: none for a single value, `[0]` for a space that holds nothing.
    static func shape(of space: HDF5Handle, _ place: HDF5Place) throws(StorageError) -> [Int] {
        if space.use({ H5Sget_simple_extent_type($0) }) == H5S_NULL { return [0] }
        let rank = try HDF5Call.check(place) { space.use { H5Sget_simple_extent_ndims($0) } }
        var sides = [hsize_t](repeating: 0, count: Int(rank))
        try HDF5Call.check(place) { space.use { H5Sget_simple_extent_dims($0, &sides, nil) } }
        return sides.map { Int(clamping: $0) }
    }

    /// The number of values in a shape.
    ///
    /// - Throws: `StorageError` if values of `width` bytes would take more than `bytes` bytes together.
    static func count(_ shape: [Int], width: Int, atMost bytes: Int, _ place: HDF5Place) throws(StorageError) -> Int {
        if shape.contains(0) { return 0 }
        var count = 1
        for side in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard !overflow, product <= bytes / max(1, width) else {
                throw .wrongShape(
                    file: place.file, object: place.object, found: shape, expected: "one that fits into memory")
            }
            count = product
        }
        return count
    }
}
