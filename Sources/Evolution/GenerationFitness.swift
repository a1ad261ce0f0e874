/// A measurement of the masks of one generation together, which can compare them with each other on the way.
///
/// The values depend only on the masks, their numbers in the search, and what was measured before.
public protocol GenerationFitness {
    /// The fitness of every mask, in the order given.
    ///
    /// - Parameters:
    ///   - masks: the masks of a generation.
    ///   - first: the number of the first evaluation in the search.
    func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double]
}
