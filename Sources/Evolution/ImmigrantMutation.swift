import Matrices

/// A mutation that sometimes replaces a mask by an entirely new one (random immigrants, Grefenstette 1992), and otherwise
/// applies another mutation.
public struct ImmigrantMutation: Mutation {
    /// The mutation that is applied otherwise.
    public let base: any Mutation
    /// How often a mask is replaced, in [0, 1].
    public let rate: Double

    /// Makes a mutation.
    ///
    /// - Parameters:
    ///   - base: the mutation that is applied to masks that stay.
    ///   - rate: how often a mask is replaced, in [0, 1].
    /// - Throws: `EvolutionError.configurationValue` if the rate is not between 0 and 1.
    public init(_ base: any Mutation, rate: Double) throws(EvolutionError) {
        guard 0...1 ~= rate else {
            throw .configurationValue(
                name: "share of masks that are replaced", value: rate, expected: "between 0 and 1", setting: .immigrants)
        }
        self.init(unchecked: base, rate: rate)
    }

    private init(unchecked base: any Mutation, rate: Double) {
        self.base = base
        self.rate = rate
    }

    /// The value as text.
    public var description: String { "\(base), immigrants at \(rate)" }

    /// Implements the requirement of `Mutation`.
    public func adapted(to diversity: Double) -> any Mutation {
        ImmigrantMutation(unchecked: base.adapted(to: diversity), rate: rate)
    }

    /// Implements the requirement of `Mutation`.
    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        guard stream.uniform() < rate else { return try base.mutated(mask, sized: sizing, using: &stream) }
        return try RandomInitialisation().mask(
            genes: sizing.ofNew(using: &stream), sourceWidth: mask.sourceWidth, using: &stream)
    }
}
