import Matrices

/// A mutation that flips the bits of a number of columns, chosen at random among all of them.
///
/// The mask is then brought back to its size with random columns. If a mask holds few of the columns, most flips add one, and
/// the repair drops as many. Of k flips, about 2 k (1 - h) h columns change, where h is the share of columns that the mask
/// holds, and as many again by the repair.
public struct BitFlipMutation: Mutation {
    /// The number of columns to flip, at least 1.
    public let flips: Int

    /// Makes a mutation with this number of flips.
    ///
    /// - Throws: `EvolutionError.configurationValue` if there is less than one flip.
    public init(flips: Int) throws(EvolutionError) {
        guard flips >= 1 else {
            throw .configurationValue(
                name: "number of columns to flip", value: Double(flips), expected: "at least 1", setting: .flips)
        }
        self.flips = flips
    }

    /// The value as text.
    public var description: String { "bit flips of \(flips)" }

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let genes = sizing.ofMutated(mask, using: &stream)
        var bits = mask.booleans
        for column in stream.distinct(min(flips, bits.count), below: bits.count) { bits[column].toggle() }
        return try MaskRepair(genes: genes, sourceWidth: mask.sourceWidth).repaired(bits, candidates: [], using: &stream)
    }
}
