import Imaging

/// Segments by simple linear iterative clustering (Achanta, Shaji, Smith, Lucchi, Fua and Süsstrunk 2012,
/// doi:10.1109/TPAMI.2012.120).
///
/// K-means over place and colour (CIELAB of the stretched picture), in which each centre looks only at the pixels around it; what
/// is then not connected becomes a segment of its own, or part of a neighbour if it is small.
public struct SLIC: Sendable, Equatable {
    /// About how many segments there are, at least 2.
    public var segments: Int
    /// How much places count beside colours, above 0: the larger, the more square the segments.
    public var compactness: Double
    /// The deviation of the Gaussian that smooths the picture first, in pixels; 0 for none.
    public var smoothing: Double
    /// The largest number of rounds of k-means.
    public var rounds: Int
    /// A segment with less than this share of the mean number of pixels becomes part of a neighbour.
    public var smallestShare: Double
    /// A segment with more than this share of the mean number of pixels is divided.
    public var largestShare: Double

    /// SLIC with customary parameters.
    public init(
        segments: Int = 50, compactness: Double = 10, smoothing: Double = 1, rounds: Int = 10, smallestShare: Double = 0.5,
        largestShare: Double = 3
    ) {
        (self.segments, self.compactness, self.smoothing) = (segments, compactness, smoothing)
        (self.rounds, self.smallestShare, self.largestShare) = (rounds, smallestShare, largestShare)
    }

    /// Divides a picture; nothing about it is random.
    ///
    /// Cost: about 16 distances for each pixel and round.
    public func segments(of picture: Picture) -> SegmentMap {
        var colours = LabPlanes(picture, isStretched: true)
        colours.smooth(deviation: smoothing)
        colours.multiply(by: 1 / compactness)
        var clusters = Clusters(colours, points: segments)
        let count = clusters.count
        for _ in 0..<rounds where clusters.assign() { clusters.move() }
        let mean = Double(picture.width * picture.height) / Double(count)
        let connected = ConnectedSegments.labels(
            clusters.labels, width: picture.width, height: picture.height, least: Int(smallestShare * mean),
            most: max(Int(largestShare * mean), 1))
        return SegmentMap(width: picture.width, height: picture.height, labels: connected)
    }
}

/// The centres of k-means, and the pixels of each.
private struct Clusters {
    private struct Centre {
        var row: Double
        var column: Double
        var colour: (Double, Double, Double) = (0, 0, 0)
    }

    private let colours: LabPlanes
    private var centres: [Centre]
    private let reach: (rows: Int, columns: Int)
    /// What a squared distance in pixels is multiplied by.
    private let weight: Double
    private(set) var labels: [Int32]

    var count: Int { centres.count }

    init(_ colours: LabPlanes, points: Int) {
        self.colours = colours
        let grid = RegularGrid(width: colours.width, height: colours.height, points: points)
        // In the first round every centre has the same colour, so that only places count.
        centres = grid.rows.flatMap { row in grid.columns.map { Centre(row: Double(row), column: Double($0)) } }
        let step = Double(max(grid.rowStep, grid.columnStep))
        weight = 1 / (step * step)
        let windows = RegularGrid(width: colours.width, height: colours.height, points: centres.count)
        reach = (2 * windows.rowStep, 2 * windows.columnStep)
        labels = [Int32](repeating: -1, count: colours.width * colours.height)
    }

    /// Gives each pixel to its nearest centre; returns whether any has another one than before.
    mutating func assign() -> Bool {
        var distances = [Double](repeating: .infinity, count: labels.count)
        var assigned = labels
        distances.withUnsafeMutableBufferPointer { distances in
            assigned.withUnsafeMutableBufferPointer { labels in
                colours.planes.withUnsafeBufferPointer { planes in
                    for (number, centre) in centres.enumerated() {
                        take(Int32(number), centre, planes, distances, labels)
                    }
                }
            }
        }
        defer { labels = assigned }
        return labels != assigned
    }

    private func take(
        _ number: Int32, _ centre: Centre, _ planes: UnsafeBufferPointer<[Double]>,
        _ distances: UnsafeMutableBufferPointer<Double>, _ labels: UnsafeMutableBufferPointer<Int32>
    ) {
        let (width, height) = (colours.width, colours.height)
        let rows = Self.window(centre.row, reach.rows, height), columns = Self.window(centre.column, reach.columns, width)
        planes[0].withUnsafeBufferPointer { lightness in
            planes[1].withUnsafeBufferPointer { first in
                planes[2].withUnsafeBufferPointer { second in
                    for row in rows {
                        let down = (centre.row - Double(row)) * (centre.row - Double(row))
                        for column in columns {
                            let pixel = row * width + column
                            let across = centre.column - Double(column)
                            let d0 = lightness[pixel] - centre.colour.0, d1 = first[pixel] - centre.colour.1
                            let d2 = second[pixel] - centre.colour.2
                            let distance = (down + across * across) * weight + (d0 * d0 + d1 * d1 + d2 * d2)
                            guard distance < distances[pixel] else { continue }
                            distances[pixel] = distance
                            labels[pixel] = number
                        }
                    }
                }
            }
        }
    }

    private static func window(_ centre: Double, _ reach: Int, _ length: Int) -> Range<Int> {
        let first = Int(max(centre - Double(reach), 0))
        return first..<max(Int(min(centre + Double(reach) + 1, Double(length))), first)
    }

    /// Moves each centre to the mean of its pixels; one without pixels stays.
    mutating func move() {
        var sums = [(row: Double, column: Double, colour: (Double, Double, Double), count: Double)](
            repeating: (0, 0, (0, 0, 0), 0), count: centres.count)
        let planes = colours.planes
        for (pixel, label) in labels.enumerated() where label >= 0 {
            let place = Int(label)
            sums[place].row += Double(pixel / colours.width)
            sums[place].column += Double(pixel % colours.width)
            sums[place].colour.0 += planes[0][pixel]
            sums[place].colour.1 += planes[1][pixel]
            sums[place].colour.2 += planes[2][pixel]
            sums[place].count += 1
        }
        for (place, sum) in sums.enumerated() where sum.count > 0 {
            centres[place] = Centre(
                row: sum.row / sum.count, column: sum.column / sum.count,
                colour: (sum.colour.0 / sum.count, sum.colour.1 / sum.count, sum.colour.2 / sum.count))
        }
    }
}
