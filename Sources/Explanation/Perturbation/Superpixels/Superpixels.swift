import Imaging

/// A way to divide a picture into segments of similar colour.
public enum Superpixels: Sendable, Equatable {
    /// Quick shift: segments follow what is in the picture, and their number with it.
    case quickshift(Quickshift = Quickshift())
    /// SLIC: about a given number of segments of similar size.
    case slic(SLIC = SLIC())

    /// Divides a picture.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - seed: Decides between equals; the same seed gives the same segments.
    ///   - threads: The number of threads, on which no segment depends.
    /// - Returns: The segments.
    /// - Throws: `ExplanationError.tooSmall` if the whole picture is one segment because it is so small.
    public func segments(of picture: Picture, seed: UInt64, threads: Int) throws(ExplanationError) -> SegmentMap {
        let map =
            switch self {
            case .quickshift(let quickshift): quickshift.segments(of: picture, seed: seed, threads: threads)
            case .slic(let slic): slic.segments(of: picture)
            }
        guard map.count > 1 || min(picture.width, picture.height) >= leastSide else {
            throw .tooSmall(width: picture.width, height: picture.height, least: leastSide)
        }
        return map
    }

    /// The least side of a picture in which one segment may have another beside it.
    private var leastSide: Int {
        switch self {
        case .quickshift(let quickshift): 2 * quickshift.reach + 1
        case .slic: 2
        }
    }

    /// About the largest number of segments of a picture.
    ///
    /// Quick shift has more only where `longestDistance` parts pixels that are close to each other.
    package func mostSegments(width: Int, height: Int) -> Int {
        switch self {
        // Of two pixels within reach of each other, the one of lower density does not end a way.
        case .quickshift(let quickshift): (width / (quickshift.reach + 1) + 1) * (height / (quickshift.reach + 1) + 1)
        case .slic(let slic): min(Int(Double(slic.segments) / min(max(slic.smallestShare, 0.1), 1)) + 1, width * height)
        }
    }

    /// The memory that dividing takes at most, in bytes.
    func memory(width: Int, height: Int) -> Int {
        // Three planes twice in double precision, distances or densities with their noise, and places.
        width * height * 8 * 11
    }
}
