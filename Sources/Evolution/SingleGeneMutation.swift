import Matrices

/// Replaces one gene by a column that the mask did not hold: the smallest step there is. Where masks differ in size, as
/// many genes change as the new size asks for, and at least one.
public struct SingleGeneMutation: Mutation {
    public let description = "single gene"

    public init() {}

    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let genes = sizing.ofMutated(mask, using: &stream)
        let isHeld = mask.booleans
        let others = isHeld.indices.filter { !isHeld[$0] }
        // A mask of all columns has none to exchange.
        let kept = max(min(mask.count, genes) - 1, genes - others.count)
        let held = stream.distinct(kept, below: mask.count).map { Int(mask.indices[$0]) }
        let new = stream.distinct(genes - kept, below: others.count).map { others[$0] }
        return try FeatureMask(indices: held + new, sourceWidth: mask.sourceWidth)
    }
}
