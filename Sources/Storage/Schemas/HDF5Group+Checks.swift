import Matrices

extension HDF5Group {
    /// The error for an object of this group whose values are wrong.
    func invalid(_ path: String, _ problem: String) -> StorageError {
        .invalidContent(file: place.file, object: place.child(path).object, problem: problem)
    }

    /// Throws unless an object has as many members as it must.
    func requireEqualCounts(_ path: String, _ found: Int, _ expected: Int) throws(StorageError) {
        guard found == expected else {
            throw .wrongShape(file: place.file, object: place.child(path).object, found: [found], expected: "[\(expected)]")
        }
    }

    /// A one-dimensional dataset of 32-bit reals.
    func reals(_ path: String, count: Int) throws(StorageError) -> [Float] {
        let values = try dataset(path).read(Float.self)
        try requireEqualCounts(path, values.count, count)
        return values
    }

    /// A one-dimensional dataset of 64-bit reals.
    func doubles(_ path: String, count: Int) throws(StorageError) -> [Double] {
        let values = try dataset(path).read(Double.self)
        try requireEqualCounts(path, values.count, count)
        return values
    }

    /// A one-dimensional dataset of whole numbers.
    func integers(_ path: String) throws(StorageError) -> [Int] {
        try dataset(path).read(Int64.self).map { Int($0) }
    }
}
