/// Scores 1, 2, … that the bins of a distribution stand for.
public enum RatingScale {
    /// The mean score of one distribution, whose shares sum to 1.
    public static func mean<Share: BinaryFloatingPoint>(of shares: some Sequence<Share>) -> Double {
        zip(1..., shares).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// The deviation of the scores of one distribution.
    public static func deviation<Share: BinaryFloatingPoint>(of shares: some Sequence<Share>) -> Double {
        let mean = mean(of: shares)
        return zip(1..., shares).reduce(0) { $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * Double($1.1) }
            .squareRoot()
    }

    /// The score in the middle of the bins.
    public static func middle(ofBins bins: Int) -> Double { Double(1 + bins) / 2 }
}
