/// A network that Kalon can build, with its size.
public enum Network: Sendable, Hashable {
    /// InceptionResNetV2, read at its 43 concatenations.
    case multiGAP
    case efficientNet(EfficientNet)
    /// MobileNetV1 with every width multiplied by the given factor, above 0 and at most 4.
    case mobileNetV1(width: Double)

    /// The values that the network's weights were made for.
    public enum InputRange: Sendable {
        case zeroToOne
        case minusOneToOne
    }

    /// One example of each kind of name that `init(named:)` understands.
    public static let knownNames =
        ["multigap"] + EfficientNet.allCases.map { "efficientnet-\($0)" } + ["mobilenet-v1", "mobilenet-v1@0.5"]

    /// The network of that name: `multigap`, `efficientnet-b0` to `-b7`, `mobilenet-v1` or `mobilenet-v1@WIDTH`.
    ///
    /// Throws `NetworksError.unknownNetwork` or `.invalidWidth`.
    public init(named name: String) throws(NetworksError) {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if name == "multigap" {
            self = .multiGAP
        } else if let scale = EfficientNet.allCases.first(where: { name == "efficientnet-\($0)" }) {
            self = .efficientNet(scale)
        } else if parts.first == "mobilenet-v1" {
            guard parts.count == 2 else {
                self = .mobileNetV1(width: 1)
                return
            }
            guard let width = Double(parts[1]), width > 0, width <= 4 else {
                throw .invalidWidth(String(parts[1]))
            }
            self = .mobileNetV1(width: width)
        } else {
            throw .unknownNetwork(name, known: Self.knownNames)
        }
    }

    /// The name that `init(named:)` understands.
    public var name: String {
        switch self {
        case .multiGAP: "multigap"
        case .efficientNet(let scale): "efficientnet-\(scale)"
        case .mobileNetV1(let width): width == 1 ? "mobilenet-v1" : "mobilenet-v1@\(width)"
        }
    }

    /// The layers whose pooled maps are the features unless others are asked for; `*` stands for any text.
    public var standardTaps: [String] {
        switch self {
        case .multiGAP: ["*mixed*"]
        case .efficientNet: ["top_activation"]
        case .mobileNetV1: ["conv_pw_13_relu"]
        }
    }

    /// The side of the input in pixels that the network was made for; the longest side for MultiGAP.
    public var standardSide: Int {
        switch self {
        case .multiGAP: 996
        case .efficientNet(let scale): scale.scaling.side
        case .mobileNetV1: 224
        }
    }

    /// The smallest side of an input in pixels that every layer can work on.
    public var minimumSide: Int {
        switch self {
        case .multiGAP: 75
        case .efficientNet, .mobileNetV1: 32
        }
    }

    /// The values that the published weights expect. For MultiGAP they are those that the published aesthetic
    /// classifier was trained with, not the network's own (see `Documentation/departures.md`).
    public var inputRange: InputRange {
        switch self {
        case .multiGAP, .efficientNet: .zeroToOne
        case .mobileNetV1: .minusOneToOne
        }
    }

    /// The whole graph.
    package func graph(downsampling: EfficientNet.Downsampling, normalisesTwice: Bool) -> Graph {
        switch self {
        case .multiGAP: InceptionResNetV2.graph()
        case .efficientNet(let scale): scale.graph(downsampling: downsampling, normalisesTwice: normalisesTwice)
        case .mobileNetV1(let width): MobileNetV1.graph(width: width)
        }
    }
}
