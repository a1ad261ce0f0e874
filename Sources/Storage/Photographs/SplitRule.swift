import Matrices

/// Divides photographs into parts by a hash of each one's own name, so that a new photograph moves no other.
public struct SplitRule: Sendable, Equatable {
    /// A part and its share of all photographs.
    public struct Part: Sendable, Equatable {
        public var name: String
        /// Above 0.
        public var fraction: Double

        public init(name: String, fraction: Double) {
            self.name = name
            self.fraction = fraction
        }
    }

    public let seed: UInt64
    public let parts: [Part]

    /// - Precondition: there is a part, every fraction is above 0, and together they are 1.
    public init(seed: UInt64, parts: [Part]) {
        precondition(parts.allSatisfy { $0.fraction > 0 }, "every part needs a share above 0")
        precondition(abs(parts.reduce(0) { $0 + $1.fraction } - 1) < 1e-9, "the shares must add up to 1")
        self.seed = seed
        self.parts = parts
    }

    /// The index in `parts` that a photograph falls into; `key` is its group, or else its path.
    ///
    /// Shares hold on average: of n photographs, a part of share p gets n·p with deviation √(n·p·(1−p)).
    public func part(of key: String) -> Int {
        var stream = RandomStream(seed: seed, name: "split/" + key)
        var rest = stream.uniform()
        for (index, part) in parts.enumerated().dropLast() {
            rest -= part.fraction
            if rest < 0 { return index }
        }
        return parts.count - 1
    }

    /// The index in `parts` that a photograph falls into.
    public func part(of photograph: Photograph) -> Int {
        part(of: photograph.group ?? photograph.path)
    }
}
