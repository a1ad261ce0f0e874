import Foundation
import Matrices

/// How many columns masks have: a fixed number, or any number within bounds, which then evolves with the masks.
public struct MaskSizing: Sendable, Equatable {
    /// The least and the greatest number of columns.
    public let bounds: ClosedRange<Int>

    /// Allows any number within the bounds.
    public init(_ bounds: ClosedRange<Int>) {
        self.bounds = bounds
    }

    /// Allows only `count` columns.
    public static func fixed(_ count: Int) -> MaskSizing { MaskSizing(count...count) }

    /// The typical change of a mutated mask's size, as a share of that size.
    private static let step = 0.1

    private var isFixed: Bool { bounds.count == 1 }

    /// The size of a new mask; all sizes within the bounds are equally likely.
    func ofNew(using stream: inout RandomStream) -> Int {
        isFixed ? bounds.lowerBound : Int.random(in: bounds, using: &stream)
    }

    /// The size of a child, between those of its smallest and its largest parent.
    func ofChild(of parents: [FeatureMask], using stream: inout RandomStream) -> Int {
        if isFixed { return bounds.lowerBound }
        let sizes = parents.map(\.count)
        guard let least = sizes.min(), let most = sizes.max() else { return ofNew(using: &stream) }
        return clamped(Int.random(in: least...most, using: &stream))
    }

    /// The size of a mutated mask, log-normal around its size before.
    func ofMutated(_ mask: FeatureMask, using stream: inout RandomStream) -> Int {
        isFixed ? bounds.lowerBound : clamped(Int((Double(mask.count) * exp(Self.step * stream.normal())).rounded()))
    }

    func clamped(_ count: Int) -> Int { min(max(count, bounds.lowerBound), bounds.upperBound) }
}
