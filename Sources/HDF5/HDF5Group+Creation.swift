import CHDF5
import Files
import Matrices

extension HDF5Group {
    /// Makes a group and the groups on the way to it.
    package func createGroup(_ path: String) throws(StorageError) -> HDF5Group {
        try createParents(of: path)
        let child = place.child(path)
        let creation = try HDF5Call.handle(child, closing: { H5Pclose($0) }) {
            H5Pcreate(kalon_h5_group_create_class())
        }
        try HDF5Call.check(child) { creation.use { H5Pset_obj_track_times($0, false) } }
        let made = try HDF5Call.handle(child, closing: { H5Gclose($0) }) {
            handle.use { parent in
                creation.use { H5Gcreate2(parent, path, kalon_h5_default(), $0, kalon_h5_default()) }
            }
        }
        return HDF5Group(handle: made, place: child)
    }

    /// Makes the groups on the way to an object.
    ///
    /// The library could do this itself, but would store their times.
    private func createParents(of path: String) throws(StorageError) {
        guard let end = path.lastIndex(of: "/") else { return }
        let parent = String(path[..<end])
        if try !contains(parent) { _ = try createGroup(parent) }
    }

    /// Makes a dataset of `shape`, stored in chunks of whole rows if `chunkRows` is given.
    ///
    /// A chunked dataset may later be cut to fewer rows. An empty one is never chunked.
    package func createDataset<Element: HDF5Element>(
        _ path: String, of type: Element.Type, shape: [Int], chunkRows: Int? = nil
    ) throws(StorageError) -> HDF5Dataset {
        let child = place.child(path)
        let creation = try datasetProperties(child)
        if let chunkRows, !shape.contains(0) {
            let chunk = [hsize_t(min(chunkRows, shape[0]))] + shape.dropFirst().map { hsize_t($0) }
            try HDF5Call.check(child) { creation.use { H5Pset_chunk($0, Int32(chunk.count), chunk) } }
        }
        return try createDataset(
            path, type: HDF5Handle(H5Tcopy(type.representation.onDisk), closing: { H5Tclose($0) }), shape: shape,
            creation: creation)
    }

    /// Makes a dataset of `shape` and fills it, row by row.
    package func write<Element: HDF5Element>(
        _ path: String, _ values: [Element], shape: [Int]
    ) throws(StorageError) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values cannot fill the shape \(shape)")
        let dataset = try createDataset(path, of: Element.self, shape: shape)
        try dataset.write(values)
    }

    package func write<Element: HDF5Element>(_ path: String, _ values: [Element]) throws(StorageError) {
        try write(path, values, shape: [values.count])
    }

    package func write(_ path: String, _ matrix: Matrix) throws(StorageError) {
        try write(path, matrix.elements, shape: [matrix.rows, matrix.columns])
    }

    /// Makes a one-dimensional dataset of UTF-8 texts of any length.
    package func write(_ path: String, _ texts: [String]) throws(StorageError) {
        let child = place.child(path)
        let dataset = try createDataset(
            path, type: try HDF5Text.type(child), shape: [texts.count], creation: try datasetProperties(child))
        try dataset.write(texts)
    }

    private func createDataset(
        _ path: String, type: HDF5Handle, shape: [Int], creation: HDF5Handle
    ) throws(StorageError) -> HDF5Dataset {
        try createParents(of: path)
        let child = place.child(path)
        let space = try HDF5Space.simple(shape, child)
        let made = try HDF5Call.handle(child, closing: { H5Dclose($0) }) {
            handle.use { parent in
                type.use { type in
                    space.use { space in
                        creation.use {
                            H5Dcreate2(parent, path, type, space, kalon_h5_default(), $0, kalon_h5_default())
                        }
                    }
                }
            }
        }
        return try HDF5Dataset(handle: made, place: child)
    }

    private func datasetProperties(_ child: HDF5Place) throws(StorageError) -> HDF5Handle {
        let creation = try HDF5Call.handle(child, closing: { H5Pclose($0) }) {
            H5Pcreate(kalon_h5_dataset_create_class())
        }
        try HDF5Call.check(child) { creation.use { H5Pset_obj_track_times($0, false) } }
        return creation
    }
}
