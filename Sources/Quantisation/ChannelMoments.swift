import Inference
import LinearAlgebra

/// Means and products of the channels of a map, over the pixels of many pictures.
package struct ChannelMoments: Sendable {
    let channels: Int
    /// The number of pixels.
    private var pixels = 0
    private var sums: [Double]
    /// Sums of products of two channels, `[channels, channels]`; only the diagonal if products of different channels are not
    /// needed.
    private var products: [Float]
    private let isDiagonal: Bool
    private var neighbourPairs = 0
    private var neighbourProducts = 0.0

    /// The number of pixels that are used from each picture: enough to know the products, at a cost below that of the network.
    private static let pixelsAPicture = 512

    /// Moments of nothing yet; `isDiagonal` leaves out products of different channels.
    package init(channels: Int, isDiagonal: Bool) {
        self.channels = channels
        self.isDiagonal = isDiagonal
        sums = [Double](repeating: 0, count: channels)
        products = [Float](repeating: 0, count: isDiagonal ? channels : channels * channels)
    }

    /// Adds pixels from all over the map.
    package mutating func add(_ map: MapEngine.Map) {
        let plane = map.height * map.width
        let count = min(plane, Self.pixelsAPicture)
        let chosen = (0..<count).map { $0 * plane / count }
        var samples = [Float](repeating: 0, count: count * channels)
        for channel in 0..<channels {
            var sum = 0.0
            for (row, pixel) in chosen.enumerated() {
                let value = map.values[channel * plane + pixel]
                samples[row * channels + channel] = value
                sum += Double(value)
                if pixel % map.width + 1 < map.width {
                    neighbourProducts += Double(value) * Double(map.values[channel * plane + pixel + 1])
                }
            }
            sums[channel] += sum
        }
        neighbourPairs += chosen.count { $0 % map.width + 1 < map.width }
        pixels += count
        addProducts(samples, count: count)
    }

    private mutating func addProducts(_ samples: [Float], count: Int) {
        guard !isDiagonal else {
            for (index, value) in samples.enumerated() { products[index % channels] += value * value }
            return
        }
        multiply(
            m: channels, n: channels, k: count, samples, aStride: channels, .transposed, samples, bStride: channels,
            .asStored, beta: 1, into: &products, cStride: channels)
    }

    var means: [Double] { sums.map { $0 / Double(max(pixels, 1)) } }

    /// The mean product of two channels.
    func product(_ first: Int, _ second: Int) -> Double {
        precondition(!isDiagonal || first == second, "products of different channels were left out")
        return Double(products[isDiagonal ? first : first * channels + second]) / Double(max(pixels, 1))
    }

    /// How similar neighbouring pixels are, from 0 to 1: the correlation of their deviations from the means.
    var neighbourCorrelation: Double {
        let squaredMeans = means.reduce(0) { $0 + $1 * $1 }
        let variance = (0..<channels).reduce(0) { $0 + product($1, $1) } - squaredMeans
        guard variance > 0, neighbourPairs > 0 else { return 0 }
        return min(max((neighbourProducts / Double(neighbourPairs) - squaredMeans) / variance, 0), 1)
    }
}
