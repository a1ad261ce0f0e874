/// What can go wrong while a network is quantised.
public enum QuantisationError: Error, Equatable {
    /// The network's layers gain nothing.
    case noGain(network: String)
    /// None of the photographs that were tried can be read, or is large enough.
    case noPhotographs(dataset: String, tried: Int, firstReason: String)
    /// The error of each tap is above the limit unless every layer is left as it is.
    case limitTooLow(limit: Double)
    /// A map of the network holds values that are not finite.
    case nonFinite(layer: String)
}
