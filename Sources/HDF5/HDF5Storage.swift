import CHDF5
import Files

/// How a dataset is stored in its file, and how much it can hold.
struct HDF5Storage: Sendable {
    private let isCompressed: Bool
    /// The sides of the pieces in which it is stored; nil if it is stored as a whole.
    private let chunk: [Int]?
    /// The bytes of a stored value.
    private let width: Int

    /// A size that needs no check.
    private static let small = 1 << 20
    /// A size that a compressed dataset may claim whatever its compression.
    private static let moderate = 1 << 26
    /// The most that a dataset may grow when it is unpacked.
    ///
    /// Features and weights become two or three times as large. Deflate makes at most 1032 bytes of one, and only if all of
    /// them are zero.
    private static let mostExpansion = 100

    /// Throws `StorageError.linkOutside` for a dataset whose values are in other files or are composed of other datasets.
    init(of dataset: HDF5Handle, _ place: HDF5Place) throws(StorageError) {
        let creation = try HDF5Call.handle(place, closing: { H5Pclose($0) }) { dataset.use { H5Dget_create_plist($0) } }
        let layout = creation.use { H5Pget_layout($0) }
        guard layout != H5D_VIRTUAL else {
            throw .linkOutside(file: place.file, object: place.object, target: "values of other datasets (it is virtual)")
        }
        guard try HDF5Call.check(place, { creation.use { H5Pget_external_count($0) } }) == 0 else {
            throw .linkOutside(file: place.file, object: place.object, target: "values that lie in another file")
        }
        isCompressed = try HDF5Call.check(place) { creation.use { H5Pget_nfilters($0) } } > 0
        chunk = layout == H5D_CHUNKED ? try Self.chunk(creation, place) : nil
        let type = try HDF5Call.handle(place, closing: { H5Tclose($0) }) { dataset.use { H5Dget_type($0) } }
        width = type.use { H5Tget_size($0) }
    }

    private static func chunk(_ creation: HDF5Handle, _ place: HDF5Place) throws(StorageError) -> [Int] {
        var sides = [hsize_t](repeating: 0, count: Int(H5S_MAX_RANK))
        let rank = try HDF5Call.check(place) { creation.use { H5Pget_chunk($0, Int32(sides.count), &sides) } }
        return sides.prefix(Int(rank)).map { Int(clamping: $0) }
    }

    /// Throws `StorageError.invalidContent` if the file does not hold what the shape claims: less was written, or all of it
    /// would come out of next to nothing.
    func require(of dataset: HDF5Handle, shape: [Int], _ place: HDF5Place) throws(StorageError) {
        let values = try bytes(shape, place)
        let piece = try chunk.map { chunk throws(StorageError) in try bytes(chunk, place) } ?? 0
        guard max(values, piece) > Self.small else { return }
        let written = Int(clamping: dataset.use { H5Dget_storage_size($0) })
        let (expanded, overflow) = written.multipliedReportingOverflow(by: Self.mostExpansion)
        let most = isCompressed ? max(Self.moderate, overflow ? .max : expanded) : written
        guard values <= most, piece <= max(most, Self.small) else {
            throw .invalidContent(
                file: place.file, object: place.object,
                problem: "its shape \(shape) claims \(max(values, piece)) bytes, but the file holds \(written) of them; "
                    + "it is damaged or was never written")
        }
    }

    private func bytes(_ shape: [Int], _ place: HDF5Place) throws(StorageError) -> Int {
        try HDF5Space.count(shape, width: width, atMost: .max, place) * width
    }
}
