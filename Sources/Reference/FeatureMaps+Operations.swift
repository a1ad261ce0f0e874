import Foundation
import Graphs

/// Operations on maps that need no sliding window.
extension FeatureMaps {
    /// Maps side by side, channel after channel.
    init(joining maps: [FeatureMaps]) {
        self.init(
            channels: maps.reduce(0) { $0 + $1.channels }, pictures: maps[0].pictures, height: maps[0].height,
            width: maps[0].width, values: maps.flatMap(\.values))
    }

    /// Every value of channel c plus `amounts[c]`.
    func shifted(by amounts: [Float]) -> FeatureMaps {
        scaled(by: [Float](repeating: 1, count: channels), shift: amounts)
    }

    /// Values below 0 of channel c times `slopes[c]`.
    func rectified(slopes: [Float]) -> FeatureMaps {
        var result = self
        for index in values.indices where values[index] < 0 { result.values[index] *= slopes[index / plane] }
        return result
    }

    /// The product of each picture's vector with a kernel `[channels, units]`.
    func multiplied(by kernel: [Float], units: Int) -> FeatureMaps {
        var result = FeatureMaps(
            channels: units, pictures: pictures, height: 1, width: 1, values: [Float](repeating: 0, count: units * pictures))
        for unit in 0..<units {
            for picture in 0..<pictures {
                var sum: Float = 0
                for channel in 0..<channels { sum += values[channel * pictures + picture] * kernel[channel * units + unit] }
                result.values[unit * pictures + picture] = sum
            }
        }
        return result
    }

    /// The exponentials of each pixel's channels over their sum, in double precision.
    func softmax() -> FeatureMaps {
        var result = self
        for place in 0..<plane {
            let row = (0..<channels).map { Double(values[$0 * plane + place]) }
            let largest = row.max() ?? 0
            let powers = row.map { exp($0 - largest) }
            let sum = powers.reduce(0, +)
            for channel in 0..<channels { result.values[channel * plane + place] = Float(powers[channel] / sum) }
        }
        return result
    }

    /// The mean of each map, `[channels, pictures, 1, 1]`, summed in double precision.
    package func globallyAveraged() -> FeatureMaps { averaged(over: Extent(1)) }

    /// The mean of each cell of a grid laid over each map, summed in double precision.
    ///
    /// Cells share rows if the sides are not divisible.
    func averaged(over size: Extent) -> FeatureMaps {
        var means: [Float] = []
        for map in 0..<channels * pictures {
            for row in 0..<size.height {
                let rows = Self.cell(row, of: size.height, in: height)
                for column in 0..<size.width {
                    let columns = Self.cell(column, of: size.width, in: width)
                    var sum = 0.0
                    for y in rows { for x in columns { sum += Double(values[(map * height + y) * width + x]) } }
                    means.append(Float(sum / Double(rows.count * columns.count)))
                }
            }
        }
        return FeatureMaps(channels: channels, pictures: pictures, height: size.height, width: size.width, values: means)
    }

    private static func cell(_ index: Int, of count: Int, in side: Int) -> Range<Int> {
        index * side / count..<((index + 1) * side + count - 1) / count
    }

    /// Each value divided by a power of the squares of its neighbours among the channels.
    func locallyNormalised(size: Int, alpha: Float, beta: Float, bias: Float) -> FeatureMaps {
        var result = self
        for channel in 0..<channels {
            let neighbours = max(0, channel - (size - 1) / 2)...min(channels - 1, channel + size / 2)
            for place in 0..<plane {
                let squares = neighbours.reduce(Float(0)) { $0 + values[$1 * plane + place] * values[$1 * plane + place] }
                result.values[channel * plane + place] /= pow(bias + alpha / Float(size) * squares, beta)
            }
        }
        return result
    }

    /// Each picture's maps as one vector, channel by channel and each row by row.
    func flattened() -> FeatureMaps {
        let area = height * width
        var result = FeatureMaps(channels: channels * area, pictures: pictures, height: 1, width: 1, values: values)
        for channel in 0..<channels {
            for picture in 0..<pictures {
                for pixel in 0..<area {
                    result.values[(channel * area + pixel) * pictures + picture] =
                        values[(channel * pictures + picture) * area + pixel]
                }
            }
        }
        return result
    }

    /// Combines two maps value by value; the second may have one value for each map.
    func combined(with other: FeatureMaps, _ function: (Float, Float) -> Float) -> FeatureMaps {
        let share = values.count / other.values.count
        var result = self
        for index in values.indices { result.values[index] = function(values[index], other.values[index / share]) }
        return result
    }
}
