import Matrices

/// Divides photographs into parts by a hash of each one's own name, so that a new photograph moves no other.
public struct SplitRule: Sendable, Equatable {
    /// A part and its share of all photographs.
    public struct Part: Sendable, Equatable {
        /// The name of the part.
        public var name: String
        /// The share, above 0 and at most 1.
        public var fraction: Double

        /// A part.
        ///
        /// - Parameters:
        ///   - name: the name of the part.
        ///   - fraction: its share of all photographs, above 0 and at most 1.
        public init(name: String, fraction: Double) {
            self.name = name
            self.fraction = fraction
        }
    }

    /// The seed of the division.
    public let seed: UInt64
    /// The parts, whose shares sum to 1.
    public let parts: [Part]

    /// A rule.
    ///
    /// - Parameters:
    ///   - seed: any number; another seed divides the photographs differently.
    ///   - parts: at least one part.
    /// - Precondition: every share is above 0, and together they are 1.
    public init(seed: UInt64, parts: [Part]) {
        precondition(parts.allSatisfy { $0.fraction > 0 }, "every part needs a share above 0")
        precondition(abs(parts.reduce(0) { $0 + $1.fraction } - 1) < 1e-9, "the shares must add up to 1")
        self.seed = seed
        self.parts = parts
    }

    /// The index in `parts` of the part that a key falls into.
    ///
    /// Shares hold on average: of n photographs, a part with the share p gets n·p, with a deviation of √(n·p·(1−p)).
    ///
    /// - Parameter key: the group of a photograph, or else its path.
    public func part(of key: String) -> Int {
        var stream = RandomStream(seed: seed, name: "split/" + key)
        var rest = stream.uniform()
        for (index, part) in parts.enumerated().dropLast() {
            rest -= part.fraction
            if rest < 0 { return index }
        }
        return parts.count - 1
    }

    /// The index in `parts` of the part that a photograph falls into.
    ///
    /// - Parameter photograph: the photograph; its group decides if it has one, otherwise its path.
    public func part(of photograph: Photograph) -> Int {
        part(of: photograph.group ?? photograph.path)
    }
}
