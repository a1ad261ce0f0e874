import Foundation

/// A named stream of random numbers: SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195) keyed by a seed
/// and a name.
///
/// Streams with different names are independent of each other and of the order in which they are drawn. A result therefore
/// does not depend on which other parts of the program used random numbers before it. Not for cryptography.
public struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: UInt64
    private var spareNormal: Double?

    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The stream that belongs to a seed and a name.
    ///
    /// - Parameters:
    ///   - seed: any number; the same seed and name always give the same stream.
    ///   - name: what the numbers are for.
    public init(seed: UInt64, name: String) {
        // The hash spreads the name over 64 bits; one mixing step separates neighbouring seeds.
        var hash = StableHash()
        hash.combine(name.utf8)
        state = Self.mix(seed &+ Self.increment) ^ hash.value
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mix(state)
    }

    /// Skips the next `count` numbers in constant time.
    public mutating func skip(_ count: UInt64) {
        state &+= Self.increment &* count
    }
}

extension RandomStream {
    /// A number in [0, 1) with 53 random bits.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in [range.lowerBound, range.upperBound).
    ///
    /// - Parameter range: the finite bounds; the upper one is never drawn except through rounding.
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// A standard normal deviate (Box and Muller 1958); two are drawn at a time, and the second one is kept for the next
    /// call.
    public mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    /// A standard normal deviate from -2 to 2; values outside are drawn again.
    public mutating func truncatedNormal() -> Double {
        while true {
            let value = normal()
            if abs(value) <= 2 { return value }
        }
    }

    /// A number from the gamma distribution of scale 1 (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).
    ///
    /// - Parameter shape: the shape of the distribution. Traps unless it is above 0.
    public mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0, "a gamma deviate has a shape above 0")
        guard shape >= 1 else { return gamma(shape: shape + 1) * pow(1 - uniform(), 1 / shape) }
        let base = shape - 1.0 / 3
        let width = 1 / (9 * base).squareRoot()
        while true {
            let deviate = normal()
            let root = 1 + width * deviate
            guard root > 0 else { continue }
            let cube = root * root * root
            if log(1 - uniform()) < 0.5 * deviate * deviate + base * (1 - cube + log(cube)) { return base * cube }
        }
    }

    /// Different numbers from `0..<bound` in random order (a partial Fisher-Yates shuffle).
    ///
    /// - Parameters:
    ///   - count: how many numbers, in `0...bound`.
    ///   - bound: one more than the largest number.
    public mutating func distinct(_ count: Int, below bound: Int) -> [Int] {
        precondition(count >= 0 && count <= bound, "cannot draw \(count) different numbers below \(bound)")
        var pool = Array(0..<bound)
        for position in 0..<count {
            pool.swapAt(position, Int.random(in: position..<bound, using: &self))
        }
        return Array(pool[0..<count])
    }
}
