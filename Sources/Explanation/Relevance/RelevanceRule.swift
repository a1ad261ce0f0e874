/// How a layer hands the relevance of its results down to what it read.
///
/// Rules are those of Bach et al. (2015, doi:10.1371/journal.pone.0130140) unless another source is given.
public enum RelevanceRule: Sendable, Hashable {
    /// In the shares that the inputs have in the sum, whatever the sum is: unstable where it is near 0.
    case zero
    /// The same with a number added to the size of the sum, which takes its share.
    case epsilon(Float)
    /// In the shares after weights above 0 have grown by this factor of themselves (Montavon et al. 2019,
    /// doi:10.1007/978-3-030-28954-6_10).
    case gamma(Float)
    /// Alpha times the shares in all that raises the sum, less beta times the shares in all that lowers it; alpha less beta is 1.
    ///
    /// With a beta above 0, relevance is not kept where nothing lowers a sum, or nothing raises it.
    case alphaBeta(alpha: Float, beta: Float)
    /// In the shares in all that raises the sum: alpha 1 and beta 0 (Montavon et al. 2017, doi:10.1016/j.patcog.2016.11.008).
    case zPlus
}

/// Which rule each layer has.
public enum RelevanceRules: Sendable, Hashable {
    /// One rule for all layers with weights.
    ///
    /// With a box, the layers that read pixels have the rule for values between two bounds instead.
    case uniform(RelevanceRule, box: Bool)
    /// A rule by depth (Montavon et al. 2019): the box at the pixels, gamma where maps have at least a quarter of the picture's
    /// sides, epsilon behind, and zero in dense layers.
    case composite(gamma: Float = 0.25, epsilon: Float = 0.01)
}
