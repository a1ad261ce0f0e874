/// What is measured about one explanation.
public struct ExplanationMeasures: Sendable, Equatable {
    /// The curves of deletion and insertion; nil if they were not measured.
    public var curves: DeletionInsertion?
    /// The mean rank correlation with the explanations of other seeds, in [-1, 1]; nil if it was not measured, or is undefined.
    public var stability: Double?
    /// How long the explanation took, in seconds.
    public var seconds: Double

    /// Measures of an explanation.
    ///
    /// - Parameters:
    ///   - curves: The curves of deletion and insertion.
    ///   - stability: The mean rank correlation with the explanations of other seeds.
    ///   - seconds: How long the explanation took.
    public init(curves: DeletionInsertion? = nil, stability: Double? = nil, seconds: Double) {
        (self.curves, self.stability, self.seconds) = (curves, stability, seconds)
    }
}
