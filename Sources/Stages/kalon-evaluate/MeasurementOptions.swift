import ArgumentParser
import Evaluation
import StageSupport

/// The options that say how a classifier is compared with the truth.
struct MeasurementOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The lowest mean score, or probability, at which a photograph counts as aesthetic (default: the classifier's own).",
            valueName: "value"))
    var threshold: Double?

    @Option(
        help: ArgumentHelp(
            "Fit a logistic curve with 4 or 5 parameters from predictions to mean votes, and also report PLCC and RMSE after it.",
            valueName: "4|5"))
    var logistic: LogisticMapping.Form?

    @OptionGroup
    var scoreLabels: ScoreLabelOptions

    @Flag(help: "Measure all photographs of a set, even if its manifest has a test part.")
    var allRows = false

    func validate() throws {
        try OptionNumbers.require("--threshold", threshold, .above(0))
    }
}

extension LogisticMapping.Form: ExpressibleByArgument {}
