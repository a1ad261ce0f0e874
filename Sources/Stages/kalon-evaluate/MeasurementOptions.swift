import ArgumentParser
import Evaluation
import StageSupport

/// How a classifier is held against the truth.
struct MeasurementOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The mean score, or the probability, from which a photograph counts as aesthetic (default: the classifier's own).",
            valueName: "value"))
    var threshold: Double?

    @Option(
        help: ArgumentHelp(
            "Fit a logistic curve of 4 or 5 parameters from predictions to mean votes, and tell PLCC and RMSE after it too.",
            valueName: "4|5"))
    var logistic: LogisticMapping.Form?

    @OptionGroup
    var scoreLabels: ScoreLabelOptions

    @Flag(help: "Measure all photographs of a set whose manifest has a test part, and not those of that part alone.")
    var allRows = false

    func validate() throws {
        try OptionNumbers.require("--threshold", threshold, .above(0))
    }
}

extension LogisticMapping.Form: ExpressibleByArgument {}
