/// The networks that one file describes: a few, or one for every width.
struct NetworkFamily: Sendable {
    /// Networks named `NAME@WIDTH`.
    struct Widths: Sendable {
        let name: String
        /// The possible widths, for a sentence.
        let expected: String
        /// Nil if the network has no such width.
        let network: @Sendable (Double) -> Network?
    }

    /// The networks that lists show; at least one.
    let members: [Network]
    let widths: Widths?

    init(_ members: [Network], widths: Widths? = nil) {
        self.members = members
        self.widths = widths
    }

    /// The family's network with that name; nil for a name of another family.
    ///
    /// - Throws: `NetworksError.invalidWidth`.
    func network(named name: String) throws(NetworksError) -> Network? {
        if let member = members.first(where: { $0.name == name }) { return member }
        guard let widths, name.hasPrefix(widths.name + "@") else { return nil }
        let text = String(name.dropFirst(widths.name.count + 1))
        guard let network = Double(text).flatMap(widths.network) else {
            throw .invalidWidth(text, network: widths.name, expected: widths.expected)
        }
        return network
    }
}

extension NetworkFamily.Widths {
    /// Every width above 0 and at most 4.
    static func any(of name: String, network: @escaping @Sendable (Double) -> Network) -> NetworkFamily.Widths {
        .init(name: name, expected: "a number above 0 and at most 4") { width in
            width > 0 && width <= 4 ? network(width) : nil
        }
    }
}

extension Network {
    /// Every family, one line for each file of `Architectures/`.
    private static let families = [
        InceptionResNetV2.family,
        EfficientNet.family,
        EfficientNetLite.family,
        MobileNetV1.family,
        MobileNetV2.family,
        InceptionV1.family,
        InceptionV3.family,
        ResNet.family,
        ResNetV1.family,
        ShuffleNetV2.family,
        ShuffleNetV2Student.family,
        VGG.family,
    ]

    /// The networks that lists show; a network of any width is shown once, as an example.
    public static let known = families.flatMap(\.members)

    /// The network with that name.
    ///
    /// - Parameter name: The name of one of `known`, or `NAME@WIDTH` with a factor for the numbers of channels.
    /// - Throws: `NetworksError.unknownNetwork` or `.invalidWidth`.
    public init(named name: String) throws(NetworksError) {
        for family in Self.families {
            guard let network = try family.network(named: name) else { continue }
            self = network
            return
        }
        throw .unknownNetwork(name, known: Self.known.map(\.name))
    }
}
