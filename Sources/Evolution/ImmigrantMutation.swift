import Matrices

/// Now and then a wholly new mask takes the place of one (random immigrants, Grefenstette 1992); else another mutation.
public struct ImmigrantMutation: Mutation {
    public let base: any Mutation
    /// How often, 0 to 1.
    public let rate: Double

    /// Throws `EvolutionError.configurationValue` when the rate is not between 0 and 1.
    public init(_ base: any Mutation, rate: Double) throws(EvolutionError) {
        guard 0...1 ~= rate else {
            throw .configurationValue(
                name: "share of masks that are replaced (--immigrants)", value: rate, expected: "between 0 and 1")
        }
        self.init(unchecked: base, rate: rate)
    }

    private init(unchecked base: any Mutation, rate: Double) {
        self.base = base
        self.rate = rate
    }

    public var description: String { "\(base), immigrants at \(rate)" }

    public func adapted(to diversity: Double) -> any Mutation {
        ImmigrantMutation(unchecked: base.adapted(to: diversity), rate: rate)
    }

    public func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        guard stream.uniform() < rate else { return try base.mutated(mask, sized: sizing, using: &stream) }
        return try RandomInitialisation().mask(
            genes: sizing.ofNew(using: &stream), sourceWidth: mask.sourceWidth, using: &stream)
    }
}
