/// How a network was quantised and what it lost, as written into its file.
public struct QuantisationRecord: Sendable, Equatable, Codable {
    /// What a tap lost, as a share of its features.
    public struct Tap: Sendable, Equatable, Codable {
        public let name: String
        public let error: Double
        /// In the settings' precision with nothing quantised.
        public let errorWithoutQuantising: Double
    }

    public let settings: QuantisationSettings
    /// How the layers were chosen that stay in floating point.
    public let rule: String
    public let floatLayers: [String]
    public let quantisedLayers: Int
    public let taps: [Tap]
    /// The data set that the photographs are of.
    public let photographs: String
    public let calibrating: [String]
    public let measuring: [String]

    public init(
        settings: QuantisationSettings, _ network: QuantisedNetwork, photographs: String, calibrating: [String],
        measuring: [String]
    ) {
        self.settings = settings
        rule =
            "while a tap loses more than the limit, and more than without 8 bits, the group of layers goes back to "
            + "floating point that takes most squared error from such taps for the least work, each group measured alone"
        floatLayers = network.floatLayers
        quantisedLayers = network.quantisedLayers
        taps = zip(network.network.taps, zip(network.errors, network.errorsWithoutQuantising)).map {
            Tap(name: $0, error: $1.0, errorWithoutQuantising: $1.1)
        }
        self.photographs = photographs
        self.calibrating = calibrating
        self.measuring = measuring
    }
}
