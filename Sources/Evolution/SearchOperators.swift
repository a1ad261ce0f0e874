import Matrices

/// A step of the genetic search that can be exchanged.
///
/// Its description names it together with its parameters, so that a snapshot can tell whether it was made with the same one.
public protocol SearchOperator: Sendable, CustomStringConvertible {}

/// An operator that makes one mask of the first generation.
public protocol MaskInitialisation: SearchOperator {
    /// A mask of some of the columns.
    ///
    /// - Parameters:
    ///   - genes: the number of columns to choose.
    ///   - sourceWidth: the number of columns to choose from.
    ///   - stream: random numbers for this mask alone.
    /// - Throws: `EvolutionError.tooFewColumns` if there are fewer columns than genes.
    func mask(genes: Int, sourceWidth: Int, using stream: inout RandomStream) throws(EvolutionError) -> FeatureMask
}

/// An operator that chooses the members whose genes survive.
public protocol ParentSelection: SearchOperator {
    /// Chooses parents, in the order in which crossover meets them.
    ///
    /// - Parameters:
    ///   - count: the number of parents.
    ///   - ranked: a population ranked from best to worst.
    ///   - stream: random numbers for this selection alone.
    func parents(_ count: Int, of ranked: Population, using stream: inout RandomStream) -> [Individual]
}

/// An operator that makes children of parents.
public protocol Crossover: SearchOperator {
    /// The least number of parents that it needs.
    var leastParents: Int { get }
    /// Makes one child.
    ///
    /// - Parameters:
    ///   - position: the number of the child, from 0.
    ///   - parents: all parents, at least `leastParents`.
    ///   - sizing: how many columns masks have.
    ///   - stream: random numbers for this child alone.
    func child(
        _ position: Int, of parents: [FeatureMask], sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask
}

/// An operator that changes a mask at random.
public protocol Mutation: SearchOperator {
    /// The changed mask.
    ///
    /// - Parameters:
    ///   - mask: the mask to change.
    ///   - sizing: how many columns masks have.
    ///   - stream: random numbers for this mask alone.
    func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask

    /// The mutation to use for a population of this diversity, which is in [0, 1].
    func adapted(to diversity: Double) -> any Mutation
}

extension Mutation {
    /// The mutation itself, whatever the diversity.
    public func adapted(to diversity: Double) -> any Mutation { self }
}
