import Concurrency
import Foundation
import Graphs
import LinearAlgebra
import Synchronization

/// Rounds a kernel to whole numbers from -127 to 127, with a separate step for each filter.
///
/// Weights are rounded one after the other. Later weights make up for the change in the outputs, as far as the second moments
/// of the inputs allow (Hassibi and Stork 1993; Frantar, Ashkboos, Hoefler and Alistarh 2022, "GPTQ"). The bias then makes up
/// for the rest of the mean (Nagel, van Baalen, Blankevoort and Welling 2019).
///
/// Departure from the paper: the moments of the whole window of a kernel are estimated from those of the channels at one pixel,
/// and from the correlation of neighbouring pixels, which falls with each pixel of distance.
package struct KernelRounding {
    let convolution: FoldedConvolution
    /// The moments of the maps that the convolution takes.
    let moments: ChannelMoments
    let threads: Int

    package init(convolution: FoldedConvolution, moments: ChannelMoments, threads: Int = 1) {
        self.convolution = convolution
        self.moments = moments
        self.threads = threads
    }

    /// Added to the diagonal of the moments, as a share of its mean, so that the moments can be inverted.
    private static let damping = 0.01

    /// The rounded kernel.
    ///
    /// Cost: d³ + d² operations for each filter of d weights.
    ///
    /// - Throws: `LinearAlgebraError`.
    package func rounded() throws -> RoundedKernel {
        let (filters, size) = (convolution.shape[0], convolution.filterSize)
        let steps = (0..<filters).map { filter in
            let largest = convolution.kernel[filter * size..<(filter + 1) * size].reduce(0) { max($0, abs($1)) }
            return (largest > 0 ? largest : 1) / 127
        }
        let rows = try convolution.isDepthwise ? depthwiseRows(steps) : fullRows(steps)
        let means = moments.means
        let area = convolution.shape[2] * convolution.shape[3]
        let bias = (0..<filters).map { filter in
            var shift = 0.0
            for index in 0..<size {
                let exact = Double(convolution.kernel[filter * size + index])
                let channel = convolution.isDepthwise ? filter : index / area
                shift += (Double(rows[filter][index]) * Double(steps[filter]) - exact) * means[channel]
            }
            return convolution.bias[filter] - Float(shift)
        }
        return RoundedKernel(values: rows.flatMap { $0 }, steps: steps, bias: bias)
    }

    private func fullRows(_ steps: [Float]) throws -> [[Int8]] {
        let factor = try factor(ofChannels: 0..<convolution.shape[1])
        let rows = Mutex([[Int8]](repeating: [], count: steps.count))
        WorkBlocks.forEach(steps.count, workers: threads) { filter, _ in
            let row = round(filter, step: steps[filter], factor: factor)
            rows.withLock { $0[filter] = row }
        }
        return rows.withLock { $0 }
    }

    /// The rows of a depthwise kernel, in which each filter sees one channel.
    private func depthwiseRows(_ steps: [Float]) throws -> [[Int8]] {
        try steps.indices.map { filter in
            round(filter, step: steps[filter], factor: try factor(ofChannels: filter..<filter + 1))
        }
    }

    /// Rounds one filter.
    ///
    /// - Parameters:
    ///   - filter: the number of the filter.
    ///   - step: the distance between the values to which it is rounded.
    ///   - factor: an upper triangular matrix, `[size, size]`.
    private func round(_ filter: Int, step: Float, factor: [Float]) -> [Int8] {
        let size = convolution.filterSize
        var weights = Array(convolution.kernel[filter * size..<(filter + 1) * size])
        var rounded = [Int8](repeating: 0, count: size)
        weights.withUnsafeMutableBufferPointer { weights in
            factor.withUnsafeBufferPointer { factor in
                for index in 0..<size {
                    let whole = min(max((weights[index] / step).rounded(), -127), 127)
                    rounded[index] = Int8(whole)
                    let error = (weights[index] - whole * step) / factor[index * size + index]
                    for later in index + 1..<size { weights[later] -= error * factor[index * size + later] }
                }
            }
        }
        return rounded
    }

    /// The factor of the inverse second moments of what a filter sees, `[size, size]`.
    private func factor(ofChannels channels: Range<Int>) throws -> [Float] {
        let (height, width) = (convolution.shape[2], convolution.shape[3])
        let area = height * width
        let size = channels.count * area
        let means = moments.means
        let correlation = moments.neighbourCorrelation
        let alike = (0..<area * area).map { pair in
            let (first, second) = (pair / area, pair % area)
            let distance = abs(first / width - second / width) + abs(first % width - second % width)
            return pow(correlation, Double(distance))
        }
        var matrix = [Double](repeating: 0, count: size * size)
        for (a, first) in channels.enumerated() {
            for (b, second) in channels.enumerated() {
                let mean = means[first] * means[second]
                let covariance = moments.product(first, second) - mean
                for p in 0..<area {
                    for q in 0..<area {
                        matrix[(a * area + p) * size + b * area + q] = mean + covariance * alike[p * area + q]
                    }
                }
            }
        }
        let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
        let added = trace > 0 ? Self.damping * trace / Double(size) : 1
        for index in 0..<size { matrix[index * size + index] += added }
        return try inverseFactor(of: matrix, side: size).map(Float.init)
    }
}
