import Graphs
import Imaging

extension JudgeLayers {
    /// Brings what each pixel of each input has back to the picture, where all inputs add up.
    ///
    /// - Parameters:
    ///   - maps: For each input `[height, width]`.
    ///   - picture: The picture that the inputs were made from.
    ///   - method: The method's name on a command line.
    ///   - explained: The number that is explained.
    func attribution(
        _ maps: [[Float]], on picture: Picture, method: String, explained: Double
    ) throws -> Attribution {
        var values = [Float](repeating: 0, count: picture.width * picture.height)
        var outside = 0.0
        for (way, map) in zip(try ways(back: picture), maps) {
            let (shares, rest) = way.shared(map)
            outside += rest
            for index in values.indices { values[index] += shares[index] }
        }
        var attribution = Attribution(
            method: method, width: picture.width, height: picture.height, values: values, explained: explained)
        if outside != 0 {
            attribution.figures.append(.init("on the borders of inputs", outside))
            attribution.notes.append("some of the attribution belongs to the borders that the judge puts around the picture")
        }
        return attribution
    }
}

extension [Float] {
    /// Values `[3, height, width]` times those of another list, summed over the channels.
    func summed(times other: [Float]) -> [Float] {
        let area = count / 3
        var sums = [Float](repeating: 0, count: area)
        for channel in 0..<3 {
            for pixel in 0..<area { sums[pixel] += self[channel * area + pixel] * other[channel * area + pixel] }
        }
        return sums
    }

    /// Values `[3, height, width]` summed over the channels.
    var summed: [Float] {
        let area = count / 3
        var sums = [Float](repeating: 0, count: area)
        for channel in 0..<3 { for pixel in 0..<area { sums[pixel] += self[channel * area + pixel] } }
        return sums
    }

    /// The largest magnitude over the channels of values `[3, height, width]`.
    var largestMagnitudes: [Float] {
        let area = count / 3
        var largest = [Float](repeating: 0, count: area)
        for channel in 0..<3 {
            for pixel in 0..<area { largest[pixel] = Swift.max(largest[pixel], abs(self[channel * area + pixel])) }
        }
        return largest
    }

    /// Adds another list times a factor.
    mutating func add(_ other: [Float], times factor: Float) {
        precondition(count == other.count, "\(other.count) values do not fit \(count)")
        other.withUnsafeBufferPointer { other in
            withUnsafeMutableBufferPointer { target in
                for index in target.indices { target[index] += other[index] * factor }
            }
        }
    }

    /// This list minus another.
    func less(_ other: [Float]) -> [Float] {
        var result = self
        result.add(other, times: -1)
        return result
    }
}
