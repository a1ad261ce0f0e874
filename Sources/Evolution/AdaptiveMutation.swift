import Matrices

/// A unique-index mutation that replaces more genes the more alike the masks have become.
///
/// The share of kept genes goes in a straight line from the lower bound, where all masks are alike, to the upper one,
/// where they are as different as random masks. For single masks it is the upper bound.
public struct AdaptiveMutation: Mutation {
    public let keepShares: ClosedRange<Double>

    /// Throws `EvolutionError.configurationValue` when a share is not between 0 and 1, or the lower is above the upper.
    public init(keepShares lower: Double, _ upper: Double) throws(EvolutionError) {
        _ = try UniqueIndexMutation(keepShare: upper)
        guard 0...upper ~= lower else {
            throw .configurationValue(
                name: "share of genes kept where all masks are alike (--keep-least)", value: lower,
                expected: "between 0 and --keep")
        }
        keepShares = lower...upper
    }

    public var description: String { "adaptive, keeping \(keepShares.lowerBound) to \(keepShares.upperBound)" }

    public func adapted(to diversity: Double) -> any Mutation {
        let width = keepShares.upperBound - keepShares.lowerBound
        return UniqueIndexMutation(unchecked: min(keepShares.lowerBound + width * diversity, keepShares.upperBound))
    }

    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        try adapted(to: 1).mutated(mask, sized: sizing, using: &stream)
    }
}
