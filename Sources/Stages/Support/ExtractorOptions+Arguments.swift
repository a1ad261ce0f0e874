import ArgumentParser
import Imaging
import Inference
import Networks

extension PixelValues: ExpressibleByArgument {}
extension ChannelOrder: ExpressibleByArgument {}
extension ChannelLayout: ExpressibleByArgument {}
extension TokenPooling: ExpressibleByArgument {}
extension EfficientNet.Downsampling: ExpressibleByArgument {}

extension OrientationRule: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument {
        // Once called by the place where cameras note it.
        case "upright", "exif": self = .applied
        case "none": self = .ignored
        default: return nil
        }
    }

    public var defaultValueDescription: String { self == .applied ? "upright" : "none" }

    public static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}

extension Fit: EnumerableFlag {
    public static func help(for value: Fit) -> ArgumentHelp? {
        switch value {
        case .crop: "Cut the centre out of a picture instead of fitting all of it."
        case .border: "Fit all of a picture into the size, on black."
        case .stretch: "Bring each side to the size, whatever that does to the proportions."
        case .longestSide: "Bring the longest side to the size; the other follows."
        }
    }
}

extension Resampling: ExpressibleByArgument {
    public init?(argument: String) {
        let named = Self.allCases.first { $0.defaultValueDescription == argument }
        guard let named else { return nil }
        self = named
    }

    public var defaultValueDescription: String {
        switch self {
        case .bilinear: "bilinear"
        case .antialiasedBilinear: "antialiased-bilinear"
        case .antialiasedBicubic: "antialiased-bicubic"
        }
    }

    public static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}
