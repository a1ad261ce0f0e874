/// How close predictions come to mean scores after a logistic curve was fitted to them.
public struct MappedRatings: Sendable, Codable, Equatable {
    /// The fitted curve.
    public let mapping: LogisticMapping
    /// Pearson's correlation after mapping; nil if the curve is flat.
    public let linearCorrelation: Double?
    /// The root of the mean squared difference after mapping, over all photographs.
    public let rootMeanSquareError: Double
    /// The mean absolute difference after mapping.
    public let meanError: Double

    init?(_ form: LogisticMapping.Form, from predictions: [Double], to truths: [Double]) {
        guard let mapping = LogisticMapping(form, from: predictions, to: truths) else { return nil }
        let mapped = predictions.map { mapping($0) }
        let differences = Differences(mapped, truths)
        self.mapping = mapping
        linearCorrelation = Correlation.pearson(mapped, truths)
        rootMeanSquareError = differences.rootMeanSquare
        meanError = differences.meanAbsolute
    }
}
