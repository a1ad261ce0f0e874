import Matrices

/// A crossover in which a child takes each column's bit from one of its neighbouring parents (Goldberg 1989).
///
/// The child is then brought to its size with columns that the parents hold.
public struct BitCrossover: Crossover {
    /// How the parent of each bit is chosen.
    public enum Rule: Sendable, Equatable {
        /// The columns are cut, in their order, in this many places, and the parents alternate; 1 is one-point, 2 is two-point.
        case points(Int)
        /// One parent or the other, by the toss of a coin for each column.
        case uniform
        /// The second parent for exactly half of the columns on which the parents differ, chosen at random.
        case halfUniform
        /// Like `points(1)`, but in a random order of the columns that differs for every child.
        case shuffle
        /// The bit of the first two parents if they agree, otherwise that of the third.
        case threeParents
    }

    /// How the parent of each bit is chosen.
    public let rule: Rule

    /// Makes a crossover with this rule.
    public init(_ rule: Rule) {
        self.rule = rule
    }

    /// Implements the requirement of `MaskCrossover`.
    public var leastParents: Int { rule == .threeParents ? 3 : 2 }

    /// The value as text.
    public var description: String {
        switch rule {
        case .points(let count): "\(count)-point"
        case .uniform: "uniform"
        case .halfUniform: "half-uniform"
        case .shuffle: "shuffle"
        case .threeParents: "three parents"
        }
    }

    /// Implements the requirement of `MaskCrossover`.
    public func child(
        _ position: Int, of parents: [FeatureMask], sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        try bitChild(position, of: parents, sized: sizing, using: &stream) { bits, stream in
            combined(bits, using: &stream)
        }
    }

    private func combined(_ bits: [[Bool]], using stream: inout RandomStream) -> [Bool] {
        let (first, second) = (bits[0], bits[1])
        switch rule {
        case .points(let count):
            return alternating(first, second, order: Array(first.indices), cuts: count, using: &stream)
        case .shuffle:
            return alternating(
                first, second, order: stream.distinct(first.count, below: first.count), cuts: 1, using: &stream)
        case .uniform:
            return zip(first, second).map { stream.uniform() < 0.5 ? $0 : $1 }
        case .halfUniform:
            var child = first
            let differing = first.indices.filter { first[$0] != second[$0] }
            for place in stream.distinct(differing.count / 2, below: differing.count) {
                child[differing[place]] = second[differing[place]]
            }
            return child
        case .threeParents:
            return first.indices.map { first[$0] == second[$0] ? first[$0] : bits[2][$0] }
        }
    }

    /// The columns in `order`, cut at random places, alternately from the first and the second parent.
    private func alternating(
        _ first: [Bool], _ second: [Bool], order: [Int], cuts: Int, using stream: inout RandomStream
    ) -> [Bool] {
        let places = Set(stream.distinct(min(cuts, order.count - 1), below: order.count - 1).map { $0 + 1 })
        var child = first
        var isSecond = false
        for (place, column) in order.enumerated() {
            if places.contains(place) { isSecond.toggle() }
            if isSecond { child[column] = second[column] }
        }
        return child
    }
}

extension Crossover {
    /// A child whose bits `combine` makes from those of its neighbouring parents, brought to its size with columns that
    /// the parents hold.
    func bitChild(
        _ position: Int, of parents: [FeatureMask], sized sizing: MaskSizing, using stream: inout RandomStream,
        combine: (_ bits: [[Bool]], inout RandomStream) -> [Bool]
    ) throws(EvolutionError) -> FeatureMask {
        let chosen = (0..<leastParents).map { parents[(position + $0) % parents.count] }
        let bits = chosen.map(\.booleans)
        let held = bits[0].indices.filter { index in bits.contains { $0[index] } }
        let genes = sizing.ofChild(of: chosen, using: &stream)
        return try MaskRepair(genes: genes, sourceWidth: chosen[0].sourceWidth).repaired(
            combine(bits, &stream), candidates: held, using: &stream)
    }
}
