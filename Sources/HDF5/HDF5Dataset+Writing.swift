import CHDF5
import Files
import Matrices

extension HDF5Dataset {
    /// Writes all values, row by row.
    package func write<Element: HDF5Element>(_ values: [Element]) throws(StorageError) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values cannot fill the shape \(shape)")
        guard !values.isEmpty else { return }
        try HDF5Call.check(place) {
            handle.use {
                H5Dwrite(
                    $0, Element.representation.inMemory, kalon_h5_all(), kalon_h5_all(), kalon_h5_default(), values)
            }
        }
    }

    /// Writes rows of a two-dimensional dataset, starting at `firstRow`.
    package func write(_ block: Matrix, atRow firstRow: Int) throws(StorageError) {
        precondition(shape.count == 2 && block.columns == shape[1], "\(block.columns) columns do not fit \(shape)")
        precondition(firstRow >= 0 && firstRow + block.rows <= shape[0], "the rows do not fit \(shape)")
        guard block.rows > 0, block.columns > 0 else { return }
        let stored = try HDF5Space.simple(shape, place)
        try HDF5Space.select(stored, start: [firstRow, 0], count: [block.rows, block.columns], place)
        let memory = try HDF5Space.simple([block.rows, block.columns], place)
        try HDF5Call.check(place) {
            handle.use { dataset in
                memory.use { memory in
                    stored.use { stored in
                        block.withUnsafeBufferPointer {
                            H5Dwrite(
                                dataset, kalon_h5_native_float(), memory, stored, kalon_h5_default(), $0.baseAddress)
                        }
                    }
                }
            }
        }
    }

    /// Writes a piece of a one-dimensional dataset, starting at `start`.
    package func write(_ values: [Double], at start: Int) throws(StorageError) {
        precondition(shape.count == 1 && start >= 0 && start + values.count <= shape[0], "the piece does not fit \(shape)")
        guard !values.isEmpty else { return }
        let stored = try HDF5Space.simple(shape, place)
        try HDF5Space.select(stored, start: [start], count: [values.count], place)
        let memory = try HDF5Space.simple([values.count], place)
        try HDF5Call.check(place) {
            handle.use { dataset in
                memory.use { memory in
                    stored.use {
                        H5Dwrite(dataset, kalon_h5_native_double(), memory, $0, kalon_h5_default(), values)
                    }
                }
            }
        }
    }

    /// Cuts a chunked dataset to its first `rows` rows, and returns it in its new shape.
    package func cut(toRows rows: Int) throws(StorageError) -> HDF5Dataset {
        precondition(rows <= shape[0], "a dataset of \(shape[0]) rows cannot be cut to \(rows)")
        if rows == shape[0] { return self }
        let sides = [hsize_t(rows)] + shape.dropFirst().map { hsize_t($0) }
        try HDF5Call.check(place) { handle.use { H5Dset_extent($0, sides) } }
        return try HDF5Dataset(handle: handle, place: place)
    }
}
