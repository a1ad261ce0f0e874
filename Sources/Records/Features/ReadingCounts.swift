import Files
import HDF5

/// How many photographs of a features file were read in a special way.
public struct ReadingCounts: Sendable, Equatable {
    /// Photographs whose file says that the pixels are to be turned or mirrored, whether or not that was done.
    public var turned: Int
    /// RAW files whose embedded preview was read.
    public var previews: Int
    /// The previews among them that are little more than thumbnails.
    public var smallPreviews: Int

    /// Counts of photographs.
    ///
    /// - Parameters:
    ///   - turned: photographs whose file says that the pixels are to be turned or mirrored.
    ///   - previews: RAW files whose embedded preview was read.
    ///   - smallPreviews: the previews among them that are little more than thumbnails.
    public init(turned: Int = 0, previews: Int = 0, smallPreviews: Int = 0) {
        self.turned = turned
        self.previews = previews
        self.smallPreviews = smallPreviews
    }

    func write(to root: HDF5Group) throws(StorageError) {
        try root.attributes.set("turned", turned)
        try root.attributes.set("previews", previews)
        try root.attributes.set("small_previews", smallPreviews)
    }

    /// Reads the counts; nil for older files, which do not have them.
    ///
    /// - Throws: `StorageError` if a count is above `rows`.
    init?(readingFrom root: HDF5Group, rows: Int) throws(StorageError) {
        guard try root.attributes.contains("turned") else { return nil }
        var counts: [Int] = []
        for name in ["turned", "previews", "small_previews"] {
            let count = try root.attributes.integer(name)
            guard (0...rows).contains(count) else { throw root.invalid(name, "a number from 0 to \(rows) is expected") }
            counts.append(count)
        }
        self.init(turned: counts[0], previews: counts[1], smallPreviews: counts[2])
    }
}
