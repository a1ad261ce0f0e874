import Matrices

/// The best members are the parents, best first.
public struct TruncationSelection: ParentSelection {
    public let description = "truncation"

    public init() {}

    public func parents(_ count: Int, of ranked: Population, using stream: inout RandomStream) -> [Individual] {
        Array(ranked.members.prefix(count))
    }
}
