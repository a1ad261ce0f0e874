/// Where weights come from, as written on a command line.
public enum WeightsReference: Sendable, Hashable, CustomStringConvertible {
    /// Made from a seed: `seeded:S`.
    case seeded(UInt64)
    /// Read from a file at that path, in the format of the network's twin.
    case file(String)

    /// Throws `NetworksError.invalidSeed` when the text after `seeded:` is no whole number.
    public init(_ text: String) throws(NetworksError) {
        guard text.hasPrefix("seeded:") else {
            self = .file(text)
            return
        }
        guard let seed = UInt64(text.dropFirst("seeded:".count)) else { throw .invalidSeed(text) }
        self = .seeded(seed)
    }

    public var description: String {
        switch self {
        case .seeded(let seed): "seeded:\(seed)"
        case .file(let path): path
        }
    }
}
