import Foundation
import Matrices

/// Replaces genes that seem to be worth little by columns that seem to be worth much, by chance.
///
/// A guide says what each column is worth beside the others of the mask. Of the columns sorted by it, the place of the
/// next to go is a random share of all to the power of 2, from the least; that of the next to come to the power of 5,
/// from the most: of 5000 columns every fourth is among the best 5.
public struct GuidedMutation: Mutation {
    /// The worth of every source column, the higher the better, given a mask; for columns of the mask what it would lose.
    public typealias Guide = @Sendable (FeatureMask) throws(EvolutionError) -> [Float]

    /// 0 to 1; `round(keepShare * genes)` genes stay.
    public let keepShare: Double
    private let guide: Guide

    /// Throws `EvolutionError.configurationValue` when the share is not between 0 and 1.
    public init(keepShare: Double, guide: @escaping Guide) throws(EvolutionError) {
        self.keepShare = try UniqueIndexMutation(keepShare: keepShare).keepShare
        self.guide = guide
    }

    public var description: String { "guided, keeping \(keepShare)" }

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

    /// Removes so many columns, those at the front the likelier, and returns them.
    @discardableResult
    private static func take(
        _ count: Int, from columns: inout [Int], power: Double, using stream: inout RandomStream
    ) -> [Int] {
        (0..<count).map { _ in columns.remove(at: Int(pow(stream.uniform(), power) * Double(columns.count))) }
    }
}
