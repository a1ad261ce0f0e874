import Matrices

/// Keeps a share of the genes, chosen at random, and replaces each other gene by a random column that the mask did not
/// hold.
///
/// Where fewer columns lie outside the mask than genes are to be replaced, that many are. The source leaves the share
/// open: 0.9 here.
public struct UniqueIndexMutation: Mutation {
    /// 0 to 1; `round(keepShare * genes)` genes stay.
    public let keepShare: Double

    /// Throws `EvolutionError.configurationValue` when the share is not between 0 and 1.
    public init(keepShare: Double) throws(EvolutionError) {
        guard 0...1 ~= keepShare else {
            throw .configurationValue(
                name: "share of kept genes (--keep)", value: keepShare, expected: "between 0 and 1")
        }
        self.keepShare = keepShare
    }

    /// Keeps nine genes in ten.
    public init() {
        keepShare = 0.9
    }

    public var description: String { "unique index, keeping \(keepShare)" }

    public func mutated(
        _ mask: FeatureMask, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let isHeld = mask.booleans
        let others = isHeld.indices.filter { !isHeld[$0] }
        let replaced = min(mask.count - Int((keepShare * Double(mask.count)).rounded()), others.count)
        let kept = stream.distinct(mask.count - replaced, below: mask.count).map { Int(mask.indices[$0]) }
        let new = stream.distinct(replaced, below: others.count).map { others[$0] }
        return try FeatureMask(indices: kept + new, sourceWidth: mask.sourceWidth)
    }
}
