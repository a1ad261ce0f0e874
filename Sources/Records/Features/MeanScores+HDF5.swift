import DataSets
import Files
import HDF5

extension MeanScores {
    /// `/means`, with NaN for unknown scores, and the attributes `lowest` and `highest`.
    func write(to root: HDF5Group) throws(StorageError) {
        try root.write("means", values.map { $0 ?? .nan })
        let attributes = try root.dataset("means").attributes
        try attributes.set("lowest", scale.lowest)
        try attributes.set("highest", scale.highest)
    }

    /// Nil if the file has none.
    init?(readingFrom root: HDF5Group, count: Int) throws(StorageError) {
        guard try root.contains("means") else { return nil }
        let means = try root.doubles("means", count: count)
        let attributes = try root.dataset("means").attributes
        guard let scale = ScoreScale(lowest: try attributes.real("lowest"), highest: try attributes.real("highest")) else {
            throw root.invalid("means", "its attributes lowest and highest do not form a scale")
        }
        guard means.allSatisfy({ $0.isNaN || scale.contains($0) }) else {
            throw root.invalid("means", "mean scores must lie between lowest and highest")
        }
        self.init(values: means.map { $0.isNaN ? nil : $0 }, scale: scale)
    }
}

extension FeaturesRows {
    /// The mean score of a photograph; nil if it is not known.
    ///
    /// It is the score that was given or, failing that, the mean of the votes, on the scale from 1.
    ///
    /// - Parameter row: the number of the row.
    public func meanScore(of row: Int) -> Double? {
        means?.values[row] ?? (scores?.row(row)).flatMap { MeanScores.mean(ofVotes: $0) }
    }
}
