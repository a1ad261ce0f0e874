import Matrices

/// A selection that takes the best members as parents, best first.
public struct TruncationSelection: ParentSelection {
    /// The value as text.
    public let description = "truncation"

    /// Makes the selection; it has no settings.
    public init() {}

    /// Implements the requirement of `ParentSelection`.
    public func parents(_ count: Int, of ranked: Population, using stream: inout RandomStream) -> [Individual] {
        Array(ranked.members.prefix(count))
    }
}
