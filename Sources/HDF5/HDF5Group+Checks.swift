import Files
import Matrices

extension HDF5Group {
    /// The error for an object of this group whose values are wrong.
    package func invalid(_ path: String, _ problem: String) -> StorageError {
        .invalidContent(file: place.file, object: place.child(path).object, problem: problem)
    }

    /// Throws unless an object has the expected number of members.
    package func requireEqualCounts(_ path: String, _ found: Int, _ expected: Int) throws(StorageError) {
        guard found == expected else {
            throw .wrongShape(file: place.file, object: place.child(path).object, found: [found], expected: "[\(expected)]")
        }
    }

    /// A one-dimensional dataset of `count` 32-bit reals.
    package func reals(_ path: String, count: Int) throws(StorageError) -> [Float] {
        try list(path, count: count).read(Float.self)
    }

    /// A one-dimensional dataset of `count` 64-bit reals.
    package func doubles(_ path: String, count: Int) throws(StorageError) -> [Double] {
        try list(path, count: count).read(Double.self)
    }

    /// A one-dimensional dataset of whole numbers, `count` of them if that is given.
    package func integers(_ path: String, count: Int? = nil) throws(StorageError) -> [Int] {
        try list(path, count: count).read(Int64.self).map { Int($0) }
    }

    /// A one-dimensional dataset of `count` texts.
    package func texts(_ path: String, count: Int) throws(StorageError) -> [String] {
        try list(path, count: count).readTexts()
    }

    /// A dataset whose shape is checked before any of it is read.
    private func list(_ path: String, count: Int?) throws(StorageError) -> HDF5Dataset {
        let dataset = try dataset(path)
        if let count { try dataset.requireShape([count]) } else { try dataset.requireRank(1, "a list") }
        return dataset
    }
}
