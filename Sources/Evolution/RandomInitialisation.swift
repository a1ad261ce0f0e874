import Matrices

/// An initialisation that draws columns without replacement, all equally likely.
///
/// Two such masks share genes² / sourceWidth columns on average, which is 1283 for 5000 of 19488.
public struct RandomInitialisation: MaskInitialisation {
    /// The value as text.
    public let description = "random"

    /// Makes the initialisation; it has no settings.
    public init() {}

    /// Implements the requirement of `MaskInitialisation`.
    public func mask(
        genes: Int, sourceWidth: Int, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        guard genes <= sourceWidth else { throw .tooFewColumns(columns: sourceWidth, genes: genes) }
        return try FeatureMask(indices: stream.distinct(genes, below: sourceWidth), sourceWidth: sourceWidth)
    }
}
