import Matrices

/// A crossover in which a random mask of bits chooses, for each place of the parents' genes in ascending order, whose gene the
/// child takes.
///
/// If a gene comes up twice, or the parents differ in size, other genes of theirs fill the gap. Unlike uniform crossover, which
/// tosses a coin for every column, it pairs the genes by their place.
public struct MaskCrossover: Crossover {
    /// Implements the requirement of `Crossover`.
    public let leastParents = 2
    /// The value as text.
    public let description = "mask"

    /// Makes the crossover; it has no settings.
    public init() {}

    /// Implements the requirement of `Crossover`.
    public func child(
        _ position: Int, of parents: [FeatureMask], sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let genes = (0..<leastParents).map { parents[(position + $0) % parents.count].indices }
        return try bitChild(position, of: parents, sized: sizing, using: &stream) { bits, stream in
            var child = [Bool](repeating: false, count: bits[0].count)
            for (first, second) in zip(genes[0], genes[1]) {
                child[Int(stream.uniform() < 0.5 ? first : second)] = true
            }
            return child
        }
    }
}
