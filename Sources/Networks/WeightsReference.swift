/// The source of weights, as written on a command line.
public enum WeightsReference: Sendable, Hashable, CustomStringConvertible {
    /// Made from a seed: `seeded:S`.
    case seeded(UInt64)
    /// Read from the file at that path, in the format of the network's twin.
    case file(String)

    /// The source that a text names: `seeded:S`, or else a path.
    ///
    /// - Throws: `NetworksError.invalidSeed` if the text after `seeded:` is not a whole number of 0 or more.
    public init(_ text: String) throws(NetworksError) {
        guard text.hasPrefix("seeded:") else {
            self = .file(text)
            return
        }
        guard let seed = UInt64(text.dropFirst("seeded:".count)) else { throw .invalidSeed(text) }
        self = .seeded(seed)
    }

    /// The value as text.
    public var description: String {
        switch self {
        case .seeded(let seed): "seeded:\(seed)"
        case .file(let path): path
        }
    }
}
