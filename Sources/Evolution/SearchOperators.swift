import Matrices

/// A step of the genetic search that can be swapped. Its description names it with its parameters, so that a snapshot
/// can tell whether it was made with the same one.
public protocol SearchOperator: Sendable, CustomStringConvertible {}

/// Makes one mask of the first generation.
public protocol MaskInitialisation: SearchOperator {
    /// A mask of `genes` of `sourceWidth` columns.
    func mask(genes: Int, sourceWidth: Int, using stream: inout RandomStream) throws(EvolutionError) -> FeatureMask
}

/// Chooses the members whose genes go on.
public protocol ParentSelection: SearchOperator {
    /// `count` members of a population ranked from best to worst, in the order in which crossover meets them.
    func parents(_ count: Int, of ranked: Population, using stream: inout RandomStream) -> [Individual]
}

/// Makes children of parents.
public protocol Crossover: SearchOperator {
    /// How many parents must at least be there.
    var leastParents: Int { get }
    /// Child `position`, counted from 0.
    func child(
        _ position: Int, of parents: [FeatureMask], sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask
}

/// Changes a mask at random.
public protocol Mutation: SearchOperator {
    func mutated(
        _ mask: FeatureMask, sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask

    /// The mutation for a population of this diversity, 0 to 1.
    func adapted(to diversity: Double) -> any Mutation
}

extension Mutation {
    /// The same whatever the diversity.
    public func adapted(to diversity: Double) -> any Mutation { self }
}
