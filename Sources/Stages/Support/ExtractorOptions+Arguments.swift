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
    /// Reads `upright` or `none`; nil for anything else.
    public init?(argument: String) {
        switch argument {
        // The former name, after the place where cameras store it.
        case "upright", "exif": self = .applied
        case "none": self = .ignored
        default: return nil
        }
    }

    /// The value's name on the command line.
    public var defaultValueDescription: String { self == .applied ? "upright" : "none" }

    /// The names of all values.
    public static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}

extension Fit: EnumerableFlag {
    /// The help text of each flag.
    public static func help(for value: Fit) -> ArgumentHelp? {
        switch value {
        case .crop: "Crop the centre of a picture instead of fitting all of it."
        case .border: "Fit the whole picture into the size, with a black border."
        case .stretch: "Scale each side to the size, without keeping the proportions."
        case .longestSide: "Scale the longest side to the size, and the other in proportion."
        }
    }
}

extension Resampling: ExpressibleByArgument {
    /// Reads a name such as `antialiased-bicubic`; nil for anything else.
    public init?(argument: String) {
        let named = Self.allCases.first { $0.defaultValueDescription == argument }
        guard let named else { return nil }
        self = named
    }

    /// The value's name on the command line.
    public var defaultValueDescription: String {
        switch self {
        case .bilinear: "bilinear"
        case .antialiasedBilinear: "antialiased-bilinear"
        case .antialiasedBicubic: "antialiased-bicubic"
        }
    }

    /// The names of all values.
    public static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}
