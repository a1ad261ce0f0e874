/// Measures the masks of one generation together, so that these can be compared with each other on the way.
///
/// The values depend on the masks, their number in the search and what was measured before, and on nothing else.
public protocol GenerationFitness {
    /// The fitness of every mask, in their order; the first is evaluation number `first` of the search.
    func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double]
}
