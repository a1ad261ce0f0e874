/// A mean that is subtracted from each channel, and a deviation by which it is then divided, after the values' own scaling.
public struct ChannelNormalisation: Sendable, Equatable {
    /// Three means, in the order in which the network takes its channels.
    public let mean: [Float]
    /// Three deviations above 0, in the same order.
    public let deviation: [Float]

    /// Makes a normalisation.
    ///
    /// - Parameters:
    ///   - mean: three finite numbers.
    ///   - deviation: three finite numbers above 0.
    /// - Throws: `invalidNormalisation` for other numbers.
    public init(mean: [Float], deviation: [Float]) throws(ImagingError) {
        guard mean.count == 3, mean.allSatisfy(\.isFinite), deviation.count == 3,
            deviation.allSatisfy({ $0.isFinite && $0 > 0 })
        else { throw .invalidNormalisation(mean: mean, deviation: deviation) }
        self.mean = mean
        self.deviation = deviation
    }

    /// Changes interleaved pixels in place.
    func apply(to pixels: UnsafeMutableBufferPointer<Float>) {
        for channel in 0..<3 {
            let mean = mean[channel], deviation = deviation[channel]
            for index in stride(from: channel, to: pixels.count, by: 3) {
                pixels[index] = (pixels[index] - mean) / deviation
            }
        }
    }
}

extension ChannelNormalisation: Codable {
    private enum Key: String, CodingKey {
        case mean, deviation
    }

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        try self.init(
            mean: fields.decode([Float].self, forKey: .mean),
            deviation: fields.decode([Float].self, forKey: .deviation))
    }
}

/// The order in which a network takes red, green and blue.
public enum ChannelOrder: String, Codable, CaseIterable, Sendable {
    /// Red, green, blue.
    case rgb
    /// Blue, green, red.
    case bgr
}
