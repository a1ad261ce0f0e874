import Matrices

/// A mutation that keeps a share of the genes, chosen at random, and replaces each other gene by a random column that the mask
/// did not hold.
///
/// If there are fewer columns outside the mask than genes to replace, only that many are replaced. If masks differ in size,
/// fewer or more columns replace the genes that go. The source leaves the share open; here it is 0.9.
public struct UniqueIndexMutation: Mutation {
    /// The share of genes that stay, in [0, 1]; `round(keepShare * genes)` of them stay.
    public let keepShare: Double

    /// Makes a mutation that keeps this share of the genes.
    ///
    /// - Throws: `EvolutionError.configurationValue` if the share is not between 0 and 1.
    public init(keepShare: Double) throws(EvolutionError) {
        guard 0...1 ~= keepShare else {
            throw .configurationValue(
                name: "share of kept genes", value: keepShare, expected: "between 0 and 1", setting: .keptShare)
        }
        self.keepShare = keepShare
    }

    /// Makes a mutation that keeps nine genes in ten.
    public init() {
        keepShare = 0.9
    }

    /// - Precondition: the share is between 0 and 1.
    init(unchecked keepShare: Double) {
        precondition(0...1 ~= keepShare, "a share of \(keepShare) cannot be kept")
        self.keepShare = keepShare
    }

    /// The value as text.
    public var description: String { "unique index, keeping \(keepShare)" }

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let genes = sizing.ofMutated(mask, using: &stream)
        let wanted = min(Int((keepShare * Double(mask.count)).rounded()), genes)
        return try mask.replacingGenes(keeping: wanted, of: genes, using: &stream)
    }
}

extension FeatureMask {
    /// A mask of `count` columns: `wanted` genes of this one, chosen at random, and columns that it does not hold.
    ///
    /// If there are too few of these, more genes stay.
    func replacingGenes(
        keeping wanted: Int, of count: Int, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let isHeld = booleans
        let others = isHeld.indices.filter { !isHeld[$0] }
        let keptCount = max(wanted, count - others.count)
        let kept = stream.distinct(keptCount, below: self.count).map { Int(indices[$0]) }
        let new = stream.distinct(count - keptCount, below: others.count).map { others[$0] }
        return try FeatureMask(indices: kept + new, sourceWidth: sourceWidth)
    }
}
