import Matrices

/// An initialisation that takes columns from a random choice of blocks, wide enough for the mask.
public struct BlockInitialisation: MaskInitialisation {
    /// The blocks, as ranges of columns.
    public let blocks: [Range<Int>]

    /// Makes an initialisation.
    ///
    /// - Parameter blocks: ranges of columns; at least one, and together wide enough for a mask.
    public init(blocks: [Range<Int>]) {
        self.blocks = blocks
    }

    /// The value as text.
    public var description: String { "random columns of random blocks of \(blocks)" }

    /// Implements the requirement of `MaskInitialisation`.
    public func mask(
        genes: Int, sourceWidth: Int, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        guard genes <= sourceWidth else { throw .tooFewColumns(columns: sourceWidth, genes: genes) }
        let order = stream.distinct(blocks.count, below: blocks.count)
        var chosen = Int.random(in: 1...blocks.count, using: &stream)
        while chosen < blocks.count, order.prefix(chosen).reduce(0, { $0 + blocks[$1].count }) < genes { chosen += 1 }
        let columns = order.prefix(chosen).flatMap { Array(blocks[$0]) }
        return try FeatureMask(
            indices: stream.distinct(genes, below: columns.count).map { columns[$0] }, sourceWidth: sourceWidth)
    }
}

/// A mutation that sometimes drops all columns of a block, or takes some of a block that the mask does without.
///
/// At other times it applies another mutation, whose new columns come from the blocks that the mask uses. Without it, a mask of
/// many columns would hardly ever come to do without a whole block.
public struct BlockMutation: Mutation {
    /// The mutation that is applied at other times.
    public let base: any Mutation
    /// The blocks, as ranges of columns.
    public let blocks: [Range<Int>]
    /// How often a block is dropped or taken, in [0, 1].
    public let rate: Double

    /// Makes a mutation.
    ///
    /// - Parameters:
    ///   - base: the mutation that is applied at other times.
    ///   - blocks: ranges of columns that cover all of them.
    ///   - rate: how often a block is dropped or taken, in [0, 1].
    public init(_ base: any Mutation, blocks: [Range<Int>], rate: Double = 0.2) {
        self.base = base
        self.blocks = blocks
        self.rate = rate
    }

    /// The value as text.
    public var description: String { "\(base), blocks of \(blocks) at \(rate)" }

    /// Implements the requirement of `Mutation`.
    public func adapted(to diversity: Double) -> any Mutation {
        BlockMutation(base.adapted(to: diversity), blocks: blocks, rate: rate)
    }

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        var used = mask.uses(blocks)
        if stream.uniform() < rate {
            let block = Int.random(in: blocks.indices, using: &stream)
            var other = used
            other[block].toggle()
            if width(of: other) >= sizing.bounds.lowerBound {
                return try confined(mask, from: used, to: other, sized: sizing, using: &stream)
            }
        }
        let mutant = try base.mutated(mask, sized: sizing, using: &stream)
        if width(of: used) < mutant.count { used = used.map { _ in true } }
        return try confined(mutant, from: used, to: used, sized: .fixed(mutant.count), using: &stream)
    }

    private func width(of used: [Bool]) -> Int { zip(blocks, used).reduce(0) { $0 + ($1.1 ? $1.0.count : 0) } }

    /// The mask with columns only from the blocks `used`; blocks that are new to it get their share of columns.
    private func confined(
        _ mask: FeatureMask, from before: [Bool], to used: [Bool], sized sizing: MaskSizing,
        using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let allowed = zip(blocks, used).flatMap { $1 ? Array($0) : [] }
        var bits = [Bool](repeating: false, count: mask.sourceWidth)
        let isAllowed = allowed.reduce(into: bits) { $0[$1] = true }
        for column in mask.columns where isAllowed[column] { bits[column] = true }
        let kept = mask.columns.filter { bits[$0] }.count
        let fresh = zip(blocks, zip(before, used)).flatMap { !$1.0 && $1.1 ? Array($0) : [] }
        if !fresh.isEmpty {
            let count = max(1, mask.count * fresh.count / allowed.count)
            for column in stream.distinct(min(count, fresh.count), below: fresh.count) { bits[fresh[column]] = true }
        }
        let genes = min(sizing.clamped(fresh.isEmpty ? kept : mask.count), allowed.count)
        return try MaskRepair(genes: genes, sourceWidth: mask.sourceWidth).repaired(
            bits, candidates: allowed, using: &stream)
    }
}
