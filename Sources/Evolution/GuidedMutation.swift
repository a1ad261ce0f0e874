import Foundation
import Matrices

/// A mutation that, at random, replaces genes that seem to be worth little by columns that seem to be worth much.
///
/// A guide says what each column is worth beside the others of the mask, and the columns are sorted by it. To choose the next
/// gene to drop, a random number in [0, 1] is raised to the power of 2 and taken as a share of the genes, from the least
/// valuable one. To choose the next column to add, the power is 5 and the most valuable column comes first: of 5000 columns,
/// every fourth one chosen is among the best 5.
public struct GuidedMutation: Mutation {
    /// A function that gives the worth of every source column beside a mask; higher is better.
    ///
    /// For a column of the mask, it is what the mask would lose without it.
    public typealias Guide = @Sendable (FeatureMask) throws(EvolutionError) -> [Float]

    /// The share of genes that stay, in [0, 1]; `round(keepShare * genes)` of them stay.
    public let keepShare: Double
    private let guide: Guide

    /// Makes a guided mutation.
    ///
    /// - Parameters:
    ///   - keepShare: the share of genes that stay, in [0, 1].
    ///   - guide: the worth of every column beside a mask.
    /// - Throws: `EvolutionError.configurationValue` if the share is not between 0 and 1.
    public init(keepShare: Double, guide: @escaping Guide) throws(EvolutionError) {
        self.keepShare = try UniqueIndexMutation(keepShare: keepShare).keepShare
        self.guide = guide
    }

    /// The value as text.
    public var description: String { "guided, keeping \(keepShare)" }

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        let worth = try guide(mask)
        let genes = sizing.ofMutated(mask, using: &stream)
        let isHeld = mask.booleans
        var held = mask.columns.sorted { worth[$0] == worth[$1] ? $0 < $1 : worth[$0] < worth[$1] }
        var others = isHeld.indices.filter { !isHeld[$0] }
            .sorted { worth[$0] == worth[$1] ? $0 < $1 : worth[$0] > worth[$1] }
        let wanted = min(Int((keepShare * Double(mask.count)).rounded()), genes)
        let kept = max(wanted, genes - others.count)
        Self.take(mask.count - kept, from: &held, power: 2, using: &stream)
        let new = Self.take(genes - kept, from: &others, power: 5, using: &stream)
        return try FeatureMask(indices: held + new, sourceWidth: mask.sourceWidth)
    }

    /// Removes `count` columns and returns them; columns at the front are more likely.
    @discardableResult
    private static func take(
        _ count: Int, from columns: inout [Int], power: Double, using stream: inout RandomStream
    ) -> [Int] {
        (0..<count).map { _ in columns.remove(at: Int(pow(stream.uniform(), power) * Double(columns.count))) }
    }
}
