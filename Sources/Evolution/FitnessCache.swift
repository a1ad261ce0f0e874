/// A mask's content in 128 bits: two 64-bit hashes, so that different masks of a search do not collide by accident.
struct MaskDigest: Hashable, Codable, Comparable {
    let high: UInt64
    let low: UInt64

    init(_ mask: FeatureMask) {
        // FNV-1a over the indices, and a second, multiplicative hash with another constant.
        var (high, low): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15)
        for index in mask.indices {
            high = (high ^ UInt64(index)) &* 0x0000_0100_0000_01B3
            low = (low &+ UInt64(index) &+ 1) &* 0xD605_BBB5_8C8A_BBC5
            low ^= low >> 29
        }
        self.high = high
        self.low = low
    }

    static func < (one: MaskDigest, other: MaskDigest) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}

/// The fitness of every mask that was evaluated, by content, so that none is evaluated twice.
struct FitnessCache: Equatable {
    private var fitness: [MaskDigest: Double] = [:]

    var count: Int { fitness.count }

    subscript(mask: FeatureMask) -> Double? {
        get { fitness[MaskDigest(mask)] }
        set { fitness[MaskDigest(mask)] = newValue }
    }

    /// The masks that are not in the cache, each once, in the order given.
    func missing(of masks: [FeatureMask]) -> [FeatureMask] {
        var seen: Set<MaskDigest> = []
        return masks.filter { mask in
            let digest = MaskDigest(mask)
            return fitness[digest] == nil && seen.insert(digest).inserted
        }
    }
}

extension FitnessCache: Codable {
    private struct Entry: Codable {
        let mask: MaskDigest
        let fitness: Double
    }

    init(from decoder: any Decoder) throws {
        let entries = try decoder.singleValueContainer().decode([Entry].self)
        fitness = Dictionary(entries.map { ($0.mask, $0.fitness) }, uniquingKeysWith: { $1 })
    }

    /// Writes the entries in the order of the digests, so that equal caches give equal bytes.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            fitness.sorted { $0.key < $1.key }.map { Entry(mask: $0.key, fitness: $0.value) })
    }
}
