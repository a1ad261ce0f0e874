import Evaluation

/// What happens to verdicts when something happens to photographs.
public enum RobustnessTable {
    /// One row a set and perturbation; rates in per cent.
    public static func table(of results: [RobustnessResult]) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("perturbation", .left), .init("accuracy %", .right), .init("95 %", .right),
            .init("precision %", .right), .init("recall %", .right), .init("mean change", .right),
            .init("flipped %", .right), .init("p", .right),
        ])
        for set in results {
            for result in set.perturbations {
                table.append([
                    set.name, result.name, Rate.hundredths(result.accuracy), Rate.interval(result.accuracyInterval),
                    Rate.hundredths(result.precision), Rate.hundredths(result.recall),
                    Rate.number(result.meanChange, "%.4f"), Rate.hundredths(result.flipped), Rate.pValue(result.pValue),
                ])
            }
        }
        return table
    }
}
