import ArgumentParser
import Evolution
import Judging
import Learning
import Selection
import StageSupport

/// The method by which columns are chosen, and its settings.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How columns are chosen. random: by chance; anova: by the F statistic of each column; mutual-information: by that \
            of each column and the label, from nearest neighbours (Ross 2014); l1: by logistic regression with a penalty on \
            the absolute coefficients; greedy: one after another, by ridge regression with leave-one-out; taps: whole layers, one \
            after another, by repeated cross-validation, for few photographs; gradient: by what a classifier's verdicts \
            depend on.
            """, valueName: "method"))
    var by: Way

    @Option(help: ArgumentHelp("Number of columns of the mask; l1 and taps may choose fewer.", valueName: "count"))
    var genes: Int = 5000

    @Option(
        help: ArgumentHelp(
            "With --by mutual-information: which nearest neighbour's distance is used. (default: 3)", valueName: "number"))
    var neighbours: Int?

    @Option(help: ArgumentHelp("With --by taps: the most layers that are chosen. (default: 4)", valueName: "count"))
    var mostTaps: Int?

    @Option(
        help: ArgumentHelp(
            "With --by gradient: a classifier trained on all columns of the same files.", valueName: "classifier.h5"))
    var model: String?

    @Option(
        help: ArgumentHelp("With --by gradient: how many pairs are drawn for each photograph. (default: 200)", valueName: "count")
    )
    var draws: Int?

    @Option(
        help: ArgumentHelp("With --by gradient: how many columns each photograph votes for. (default: 500)", valueName: "count"))
    var votes: Int?

    @Flag(help: "With --by gradient: count columns that speak against a verdict as much as those that support it.")
    var magnitude = false

    @Option(
        help: ArgumentHelp(
            "Penalty of the coefficients of ridge regression, multiplied by the number of photographs.", valueName: "number"))
    var penalty: Double = 1

    enum Way: String, ExpressibleByArgument, CaseIterable {
        case random, anova, l1, greedy, taps, gradient
        case mutualInformation = "mutual-information"
    }

    func validate() throws {
        guard by == .gradient || (model == nil && draws == nil && votes == nil && !magnitude) else {
            throw ValidationError("--model, --draws, --votes and --magnitude need --by gradient")
        }
        guard by == .mutualInformation || neighbours == nil else {
            throw ValidationError("--neighbours needs --by mutual-information")
        }
        guard by == .taps || mostTaps == nil else { throw ValidationError("--most-taps needs --by taps") }
        guard by != .gradient || model != nil else { throw ValidationError("--by gradient needs --model") }
        for (option, value) in [
            ("--genes", genes), ("--neighbours", neighbours), ("--draws", draws), ("--votes", votes), ("--most-taps", mostTaps),
        ] {
            try OptionNumbers.require(option, value, 1...OptionNumbers.most)
        }
        try OptionNumbers.require("--penalty", penalty, .above(0))
    }

    /// The selector that the options ask for.
    ///
    /// Throws if there are fewer columns than are to be chosen, or if settings are out of range.
    func selector(for source: SourceFeatures, groups: RowGroups?, seed: UInt64) throws -> any ColumnSelector {
        if genes > source.join.columns { throw EvolutionError.tooFewColumns(columns: source.join.columns, genes: genes) }
        // Checks the penalty, which measures the result of every method.
        let greedy = try GreedyForward(penalty: penalty)
        switch by {
        case .random: return RandomColumns(seed: seed)
        case .anova: return VarianceAnalysis()
        case .mutualInformation: return try MutualInformation(neighbours: neighbours ?? 3)
        case .l1: return SparseRegression()
        case .greedy: return greedy
        case .taps:
            var selector = TapSelection(taps: try source.taps(), seed: seed)
            selector.groups = groups
            if let mostTaps { selector.mostTaps = mostTaps }
            return selector
        case .gradient:
            guard let model else { preconditionFailure("the command line was checked") }
            let classifier = try Classifier(path: model)
            try classifier.requireColumns(of: source)
            return try ExpectedGradients(
                network: classifier.network, draws: draws ?? 200, votes: votes ?? 500, usesMagnitude: magnitude, seed: seed)
        }
    }
}
