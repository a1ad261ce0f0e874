import Matrices

/// A mutation that replaces one gene by a column that the mask did not hold, the smallest possible step.
///
/// If masks differ in size, as many genes change as the new size requires, and at least one.
public struct SingleGeneMutation: Mutation {
    /// The value as text.
    public let description = "single gene"

    /// Makes the mutation; it has no settings.
    public init() {}

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let genes = sizing.ofMutated(mask, using: &stream)
        return try mask.replacingGenes(keeping: min(mask.count, genes) - 1, of: genes, using: &stream)
    }
}
