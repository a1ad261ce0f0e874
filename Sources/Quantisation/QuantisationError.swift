/// What can go wrong while a network is quantised.
public enum QuantisationError: Error, Equatable {
    /// The layers of the network would gain nothing.
    case noGain(network: String)
    /// None of the photographs tried can be read, or none is large enough.
    case noPhotographs(dataset: String, tried: Int, firstReason: String)
    /// The limit, in per cent, can only be met if no layer is quantised.
    case limitTooLow(limit: Double)
    /// A map of the network holds values that are not finite.
    case nonFinite(layer: String)
}
