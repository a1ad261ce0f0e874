/// The scores 1, 2, … that the bins of a distribution stand for.
public enum RatingScale {
    /// The mean score of one distribution.
    ///
    /// - Parameter shares: the share of each score, starting at score 1; they sum to 1.
    public static func mean<Share: BinaryFloatingPoint>(of shares: some Sequence<Share>) -> Double {
        zip(1..., shares).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// The standard deviation of the scores of one distribution.
    ///
    /// - Parameter shares: the share of each score, starting at score 1; they sum to 1.
    public static func deviation<Share: BinaryFloatingPoint>(of shares: some Sequence<Share>) -> Double {
        let mean = mean(of: shares)
        return zip(1..., shares).reduce(0) { $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * Double($1.1) }
            .squareRoot()
    }

    /// The score in the middle of the scale: `(1 + bins) / 2`.
    public static func middle(ofBins bins: Int) -> Double { Double(1 + bins) / 2 }
}
