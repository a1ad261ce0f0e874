import CVectorLoops
import Concurrency
import Imaging
import Matrices

/// Segments by quick shift (Vedaldi and Soatto 2008, doi:10.1007/978-3-540-88693-8_52).
///
/// Every pixel has a density, by a Gaussian over place and colour of its neighbours, and belongs to the nearest neighbour of
/// higher density, as that does to its own; a segment is what ends at the same pixel. Places count in pixels, colours in
/// CIELAB times `ratio`.
public struct Quickshift: Sendable, Equatable {
    /// The deviation of the Gaussian in pixels, at least 1; neighbours are sought within three times as much.
    public var kernelSize: Double
    /// The longest distance between a pixel and the one that it belongs to; a larger one begins a segment of its own.
    public var longestDistance: Double
    /// The weight of colours, above 0.
    public var ratio: Double

    /// Quick shift with the parameters that LIME uses for pictures.
    public init(kernelSize: Double = 4, longestDistance: Double = 200, ratio: Double = 0.2) {
        (self.kernelSize, self.longestDistance, self.ratio) = (kernelSize, longestDistance, ratio)
    }

    /// How far neighbours are sought, in pixels.
    var reach: Int { Int((3 * kernelSize).rounded(.up)) }

    /// Divides a picture.
    ///
    /// Cost: twice (6 `kernelSize` + 1)² distances for each pixel.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - seed: Decides between neighbours of equal density.
    ///   - threads: The number of threads, on which no segment depends.
    /// - Returns: The segments.
    public func segments(of picture: Picture, seed: UInt64, threads: Int) -> SegmentMap {
        var stream = RandomStream(seed: seed, name: "ties of quick shift")
        let noise = (0..<picture.width * picture.height).map { _ in 1e-5 * stream.normal() }
        return segments(of: picture, noise: noise, threads: threads)
    }

    /// Divides a picture.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - noise: What is added to the density of each pixel.
    ///   - threads: The number of threads.
    package func segments(of picture: Picture, noise: [Double], threads: Int) -> SegmentMap {
        var colours = LabPlanes(picture)
        colours.multiply(by: ratio)
        let neighbours = Neighbours(colours, reach: reach)
        var densities = [Double](repeating: 0, count: noise.count)
        neighbours.addDensities(to: &densities, kernelSize: kernelSize, threads: threads)
        for pixel in densities.indices { densities[pixel] += noise[pixel] }
        var parents = neighbours.parents(by: densities, longestDistance: longestDistance, threads: threads)
        // Each pixel points to one of higher density, so every way ends.
        for pixel in parents.indices {
            var root = parents[pixel]
            while parents[root] != root { root = parents[root] }
            var place = pixel
            while parents[place] != root { (place, parents[place]) = (parents[place], root) }
        }
        return SegmentMap(width: picture.width, height: picture.height, labels: parents.map(Int32.init))
    }
}

/// Sums and searches over the neighbours of every pixel, row by row.
private struct Neighbours {
    let colours: LabPlanes
    let reach: Int

    init(_ colours: LabPlanes, reach: Int) { (self.colours, self.reach) = (colours, reach) }

    func addDensities(to densities: inout [Double], kernelSize: Double, threads: Int) {
        let scale = -0.5 / (kernelSize * kernelSize)
        densities.withUnsafeMutableBufferPointer { densities in
            // Rows are written by one thread each.
            nonisolated(unsafe) let densities = densities
            forEachRow(threads) { row, neighbours in
                neighbours { count, here, there, offset, first, _ in
                    guard let density = densities.baseAddress else { return }
                    kalon_add_density(count, here, there, offset, scale, density + row * colours.width + first)
                }
            }
        }
    }

    func parents(by densities: [Double], longestDistance: Double, threads: Int) -> [Int] {
        let width = colours.width
        var steps = [Int64](repeating: 0, count: densities.count)
        var closest = [Double](repeating: .infinity, count: densities.count)
        densities.withUnsafeBufferPointer { densities in
            steps.withUnsafeMutableBufferPointer { steps in
                closest.withUnsafeMutableBufferPointer { closest in
                    // Rows are written by one thread each.
                    nonisolated(unsafe) let (densities, steps, closest) = (densities, steps, closest)
                    forEachRow(threads) { row, neighbours in
                        neighbours { count, here, there, offset, first, step in
                            guard let density = densities.baseAddress, let steps = steps.baseAddress,
                                let closest = closest.baseAddress
                            else { return }
                            let place = row * width + first
                            kalon_find_denser(
                                count, here, there, offset, density + place, density + place + step, Int64(step),
                                closest + place, steps + place)
                        }
                    }
                }
            }
        }
        return steps.indices.map { closest[$0].squareRoot() > longestDistance ? $0 : $0 + Int(steps[$0]) }
    }

    /// What is done with the pixels of a row and their neighbours at one distance from them: how many there are, their colours and
    /// those of the neighbours, the squared distance in pixels, the first column, and the steps from a pixel to its neighbour.
    typealias Body = (
        _ count: Int, _ here: UnsafePointer<UnsafePointer<Double>?>, _ there: UnsafePointer<UnsafePointer<Double>?>,
        _ offset: Double, _ first: Int, _ step: Int
    ) -> Void

    /// Calls `body` for every row; it then goes through the neighbours of the row's pixels, from top left to bottom right.
    private func forEachRow(_ threads: Int, _ body: (_ row: Int, _ neighbours: (Body) -> Void) -> Void) {
        let (width, height) = (colours.width, colours.height)
        colours.planes[0].withUnsafeBufferPointer { first in
            colours.planes[1].withUnsafeBufferPointer { second in
                colours.planes[2].withUnsafeBufferPointer { third in
                    let planes = [first.baseAddress, second.baseAddress, third.baseAddress]
                    WorkBlocks.forEach(height, workers: threads) { row, _ in
                        body(row) { visit in
                            for other in max(row - reach, 0)..<min(row + reach + 1, height) {
                                for shift in max(-reach, 1 - width)...min(reach, width - 1) {
                                    let left = max(0, -shift), count = width - abs(shift)
                                    let here = planes.map { $0.map { $0 + row * width + left } }
                                    let there = planes.map { $0.map { $0 + other * width + left + shift } }
                                    let rows = other - row
                                    visit(count, here, there, Double(rows * rows + shift * shift), left, rows * width + shift)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
