import Faults
import Matrices

/// A unique-index mutation that replaces more genes as the masks become more alike.
///
/// The share of kept genes grows linearly with the diversity: from the lower bound if all masks are alike to the upper one if
/// they are as different as random masks. For a single mask it is the upper bound.
public struct AdaptiveMutation: Mutation {
    /// The shares of genes that are kept, in [0, 1]: without diversity, and at full diversity.
    public let keepShares: ClosedRange<Double>

    /// Makes a mutation that keeps between the two shares of the genes.
    ///
    /// - Parameters:
    ///   - lower: the share kept if all masks are alike, from 0 to `upper`.
    ///   - upper: the share kept if masks are as different as random ones, from 0 to 1.
    /// - Throws: `EvolutionError.configurationValue` if a share is outside its range.
    public init(keepShares lower: Double, _ upper: Double) throws(EvolutionError) {
        _ = try UniqueIndexMutation(keepShare: upper)
        guard 0...upper ~= lower else {
            throw .configurationValue(
                name: "share of genes kept when all masks are alike", value: lower,
                expected: "between 0 and the share of kept genes, \(upper.briefly)", setting: .leastKeptShare)
        }
        keepShares = lower...upper
    }

    /// The value as text.
    public var description: String { "adaptive, keeping \(keepShares.lowerBound) to \(keepShares.upperBound)" }

    /// Implements the requirement of `Mutation`.
    public func adapted(to diversity: Double) -> any Mutation {
        let width = keepShares.upperBound - keepShares.lowerBound
        return UniqueIndexMutation(unchecked: min(keepShares.lowerBound + width * diversity, keepShares.upperBound))
    }

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        try adapted(to: 1).mutated(mask, sized: sizing, using: &stream)
    }
}
