/// How a network was quantised and what it lost, as stored in its file.
public struct QuantisationRecord: Sendable, Equatable, Codable {
    /// What a tap lost, as a share of its features.
    public struct Tap: Sendable, Equatable, Codable {
        /// The name of the tapped layer.
        public let name: String
        /// The error of the quantised network, as a share of the features.
        public let error: Double
        /// The error in the precision of the settings, with nothing quantised.
        public let errorWithoutQuantising: Double
    }

    /// How the network was quantised.
    public let settings: QuantisationSettings
    /// How the layers were chosen that stay in floating point, in words.
    public let rule: String
    /// The names of the convolutions that stay in floating point.
    public let floatLayers: [String]
    /// The number of quantised convolutions.
    public let quantisedLayers: Int
    /// The errors of the taps, in the order of the columns.
    public let taps: [Tap]
    /// The data set that the photographs come from.
    public let photographs: String
    /// The photographs that the steps were chosen from.
    public let calibrating: [String]
    /// The photographs that the errors were measured on.
    public let measuring: [String]

    /// The record of a quantised network.
    ///
    /// - Parameters:
    ///   - settings: How the network was quantised.
    ///   - network: The result.
    ///   - photographs: The data set that the photographs come from.
    ///   - calibrating: The photographs that the steps were chosen from.
    ///   - measuring: The photographs that the errors were measured on.
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
