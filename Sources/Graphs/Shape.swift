/// The shape of one picture, or one row of features, at a node of a graph.
public enum Shape: Sendable, Hashable, Codable {
    /// A row of numbers.
    case vector(Int)
    /// Maps `[channels, height, width]`; the size is nil until a graph is bound to an input's size.
    case maps(channels: Int, size: Extent?)

    /// The number of channels, or the width of a vector.
    public var channels: Int {
        switch self {
        case .vector(let width): width
        case .maps(let channels, _): channels
        }
    }

    /// The number of values; nil while the size is not known.
    public var count: Int? {
        switch self {
        case .vector(let width): width
        case .maps(let channels, let size): size.map { channels * $0.area }
        }
    }

    /// The size of the maps, nil while it is not known; 1 x 1 for a vector.
    public var size: Extent? {
        switch self {
        case .vector: Extent(1)
        case .maps(_, let size): size
        }
    }

    /// The same kind and size with a different number of channels.
    func with(channels: Int) -> Shape {
        switch self {
        case .vector: .vector(channels)
        case .maps(_, let size): .maps(channels: channels, size: size)
        }
    }

    /// Whether the known sizes agree.
    ///
    /// Vectors agree only with vectors; channels may differ.
    func hasSize(of other: Shape) -> Bool {
        switch (self, other) {
        case (.vector, .vector): true
        case (.maps(_, let first?), .maps(_, let second?)): first == second
        case (.maps, .maps): true
        default: false
        }
    }

    /// This shape, with the other's size if its own is not known.
    func sized(like other: Shape) -> Shape {
        guard case .maps(let channels, nil) = self else { return self }
        return .maps(channels: channels, size: other.size)
    }
}

extension Shape: CustomStringConvertible {
    /// The value as text.
    public var description: String {
        switch self {
        case .vector(let width): "[\(width)]"
        case .maps(let channels, let size?): "[\(channels), \(size.height), \(size.width)]"
        case .maps(let channels, nil): "[\(channels), height, width]"
        }
    }
}
