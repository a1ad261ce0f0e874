import Imaging

/// A number that depends on a picture, which is what gets explained.
///
/// Not thread-safe: one thread at a time calls it, and it uses several inside.
public protocol PictureFunction: AnyObject {
    /// The number for each picture, such as the probability of aesthetic or a mean score.
    ///
    /// - Parameter pictures: Pictures of one size.
    /// - Returns: As many numbers as pictures, in their order, all finite.
    /// - Throws: What its networks throw.
    func values(of pictures: [Picture]) throws -> [Double]

    /// How many pictures it takes at once with the least time for each.
    var batchSize: Int { get }
}
