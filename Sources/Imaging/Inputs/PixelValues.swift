/// What a network expects of the bytes x of a pixel: their range, and the order of the three colours.
public enum PixelValues: String, Codable, CaseIterable, Sendable {
    /// x / 255, in [0, 1].
    case unit
    /// x / 127.5 - 1, in [-1, 1].
    case signed
    /// x, in [0, 255].
    case byte
    /// (x / 255 - mean) / deviation, with ImageNet's mean and deviation of each colour, as in torchvision's networks.
    case imagenet
    /// Blue, green, red, with ImageNet's mean subtracted from each, as in networks trained with Caffe.
    case caffe
    /// (x - 127) / 128, in about [-1, 1], as in EfficientNet-Lite.
    case lite

    /// ImageNet's mean of RGB values in [0, 1].
    ///
    /// ImageNet is described by Russakovsky et al. (2015).
    public static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
    /// ImageNet's deviation of RGB values in [0, 1].
    public static let imageNetDeviation: [Float] = [0.229, 0.224, 0.225]

    /// The three values of a pixel, in the order in which the network takes them.
    ///
    /// - Parameters:
    ///   - red: red in [0, 255], possibly with a fraction.
    ///   - green: green in the same range.
    ///   - blue: blue in the same range.
    @inline(__always)
    public func values(red: Float, green: Float, blue: Float) -> (Float, Float, Float) {
        switch self {
        case .unit: (red / 255, green / 255, blue / 255)
        case .signed: (red / 127.5 - 1, green / 127.5 - 1, blue / 127.5 - 1)
        case .byte: (red, green, blue)
        case .imagenet: ((red / 255 - 0.485) / 0.229, (green / 255 - 0.456) / 0.224, (blue / 255 - 0.406) / 0.225)
        case .caffe: (blue - 103.939, green - 116.779, red - 123.68)
        case .lite: ((red - 127) / 128, (green - 127) / 128, (blue - 127) / 128)
        }
    }
}
