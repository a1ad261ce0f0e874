import Graphs

/// The maps of a few pictures at one layer, `[channels, pictures, height, width]`; vectors are maps of one pixel.
package struct FeatureMaps: Equatable, Sendable {
    package let channels: Int
    package let pictures: Int
    package let height: Int
    package let width: Int
    package var values: [Float]

    package init(channels: Int, pictures: Int, height: Int, width: Int, values: [Float]) {
        precondition(values.count == channels * pictures * height * width, "values do not fill the maps")
        self.channels = channels
        self.pictures = pictures
        self.height = height
        self.width = width
        self.values = values
    }

    /// The number of values in each channel.
    package var plane: Int { pictures * height * width }

    /// The mean square of each channel, in double precision.
    package func secondMoments() -> [Double] {
        (0..<channels).map { channel in
            values[channel * plane..<(channel + 1) * plane].reduce(0) { $0 + Double($1) * Double($1) } / Double(plane)
        }
    }

    /// The mean of each channel, in double precision.
    package func means() -> [Double] {
        (0..<channels).map { channel in
            values[channel * plane..<(channel + 1) * plane].reduce(0) { $0 + Double($1) } / Double(plane)
        }
    }

    /// Every value of channel c replaced by `scale[c] * value + shift[c]`.
    func scaled(by scale: [Float], shift: [Float]) -> FeatureMaps {
        var result = self
        for channel in 0..<channels {
            for index in channel * plane..<(channel + 1) * plane {
                result.values[index] = scale[channel] * values[index] + shift[channel]
            }
        }
        return result
    }

    /// The given channels, in the order given.
    func channels(_ chosen: [Int]) -> FeatureMaps {
        FeatureMaps(
            channels: chosen.count, pictures: pictures, height: height, width: width,
            values: chosen.flatMap { values[$0 * plane..<($0 + 1) * plane] })
    }

    func mapped(_ function: (Float) -> Float) -> FeatureMaps {
        var result = self
        for index in values.indices { result.values[index] = function(values[index]) }
        return result
    }

    /// The maps with rows and columns of the given kind around them.
    func padded(before: Extent, after: Extent, border: Border) -> FeatureMaps {
        let newHeight = height + before.height + after.height
        let newWidth = width + before.width + after.width
        guard newHeight != height || newWidth != width else { return self }
        var result: [Float] = []
        result.reserveCapacity(channels * pictures * newHeight * newWidth)
        for map in 0..<channels * pictures {
            for row in -before.height..<height + after.height {
                for column in -before.width..<width + after.width {
                    result.append(value(map, row, column, border: border))
                }
            }
        }
        return FeatureMaps(channels: channels, pictures: pictures, height: newHeight, width: newWidth, values: result)
    }

    private func value(_ map: Int, _ row: Int, _ column: Int, border: Border) -> Float {
        switch border {
        case .constant(let fill):
            guard row >= 0, row < height, column >= 0, column < width else { return fill }
            return values[(map * height + row) * width + column]
        case .periodic:
            // Padding is never wider than a few times the map, so adding it that often keeps the remainder positive.
            let (wrappedRow, wrappedColumn) = ((row + 64 * height) % height, (column + 64 * width) % width)
            return values[(map * height + wrappedRow) * width + wrappedColumn]
        }
    }
}

/// What lies beyond the border of a map.
package enum Border: Equatable {
    case constant(Float)
    /// The map repeated, so that a small map has the statistics of the middle of a large one.
    case periodic
}
