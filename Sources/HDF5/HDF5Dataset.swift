import CHDF5
import Files
import Matrices

/// A dataset of an HDF5 file.
package struct HDF5Dataset: Sendable {
    let handle: HDF5Handle
    package let place: HDF5Place
    /// The length of each side; empty for a single value.
    package let shape: [Int]
    /// What kind of values it holds.
    package let kind: HDF5ValueKind
    /// The type of one value, such as `float32`, `int8`, `uint32` or `text`.
    package let elementName: String
    private let storage: HDF5Storage

    init(handle: HDF5Handle, place: HDF5Place) throws(StorageError) {
        // This must come first: asking a virtual dataset for its shape opens the files that it is composed of.
        storage = try HDF5Storage(of: handle, place)
        let space = try HDF5Call.handle(place, closing: { H5Sclose($0) }) { handle.use { H5Dget_space($0) } }
        let type = try HDF5Call.handle(place, closing: { H5Tclose($0) }) { handle.use { H5Dget_type($0) } }
        self.handle = handle
        self.place = place
        shape = try HDF5Space.shape(of: space, place)
        kind = type.use { HDF5ValueKind(ofType: $0) }
        elementName = type.use { HDF5ValueKind.elementName(ofType: $0) }
    }

    /// All values, row by row.
    ///
    /// Real numbers of another width are converted; whole numbers are not converted to reals.
    package func read<Element: HDF5Element & Numeric>(_ type: Element.Type = Element.self) throws(StorageError)
        -> [Element]
    {
        try requireKind(type.representation.kind)
        var values = [Element](repeating: 0, count: try requireStored(width: MemoryLayout<Element>.size))
        try HDF5Call.check(place) {
            handle.use {
                H5Dread(
                    $0, type.representation.inMemory, kalon_h5_all(), kalon_h5_all(), kalon_h5_default(), &values)
            }
        }
        return values
    }

    /// All values of a two-dimensional dataset.
    package func readMatrix() throws(StorageError) -> Matrix {
        try requireRank(2, "[rows, columns]")
        return Matrix(rows: shape[0], columns: shape[1], elements: try read(Float.self))
    }

    /// Reads rows of a two-dimensional dataset into columns `firstColumn...` of a buffer `[rows, bufferColumns]`.
    package func read(
        rows: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>, bufferColumns: Int, firstColumn: Int
    ) throws(StorageError) {
        try requireRank(2, "[rows, columns]")
        try requireKind(.real)
        precondition(rows.lowerBound >= 0 && rows.upperBound <= shape[0], "rows \(rows) are outside 0..<\(shape[0])")
        precondition(firstColumn + shape[1] <= bufferColumns, "the columns do not fit into the buffer")
        precondition(buffer.count >= rows.count * bufferColumns, "the buffer is too small for \(rows.count) rows")
        guard !rows.isEmpty, shape[1] > 0 else { return }
        let stored = try HDF5Space.simple(shape, place)
        try HDF5Space.select(stored, start: [rows.lowerBound, 0], count: [rows.count, shape[1]], place)
        let memory = try HDF5Space.simple([rows.count, bufferColumns], place)
        try HDF5Space.select(memory, start: [0, firstColumn], count: [rows.count, shape[1]], place)
        try HDF5Call.check(place) {
            handle.use { dataset in
                memory.use { memory in
                    stored.use {
                        H5Dread(
                            dataset, kalon_h5_native_float(), memory, $0, kalon_h5_default(), buffer.baseAddress)
                    }
                }
            }
        }
    }

    /// Throws unless the dataset has `rank` sides.
    package func requireRank(_ rank: Int, _ expected: String) throws(StorageError) {
        guard shape.count == rank else {
            throw .wrongShape(file: place.file, object: place.object, found: shape, expected: expected)
        }
    }

    func requireKind(_ expected: HDF5ValueKind) throws(StorageError) {
        guard kind == expected else {
            throw .wrongType(
                file: place.file, object: place.object, found: kind.rawValue, expected: expected.rawValue)
        }
    }

    /// The number of values, each of which takes `width` bytes in memory.
    ///
    /// Must be called before memory is taken for them.
    ///
    /// - Throws: `StorageError.wrongShape`, `.invalidContent` or `.cannotRead` if the shape is larger than what the file can
    ///   hold, as in a damaged header, or than what fits into the free memory.
    func requireStored(width: Int) throws(StorageError) -> Int {
        let count = try requireHeld(width: width)
        try MemoryBudget.require(count * width, for: place.object, of: place.file)
        return count
    }

    /// The same for values that are read in pieces and may be more than fit into memory.
    @discardableResult
    package func requireHeld(width: Int) throws(StorageError) -> Int {
        let count = try HDF5Space.count(shape, width: width, atMost: .max, place)
        try storage.require(of: handle, shape: shape, place)
        return count
    }

    /// Throws unless the dataset has this shape; called before anything is read.
    package func requireShape(_ expected: [Int]) throws(StorageError) {
        guard shape == expected else {
            throw .wrongShape(file: place.file, object: place.object, found: shape, expected: "\(expected)")
        }
    }
}
