import ArgumentParser
import Judging
import StageSupport

/// The options that say how a mask is measured, and on which photographs.
struct FitnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How a mask is measured. train: by the accuracy of a classifier trained on it, the published method; ladder: the "
                + "same for the best few of a generation, after all were trained briefly; linear: by the accuracy of ridge "
                + "regression. With ladder and linear, the best masks of the whole search are trained at the end."))
    var fitness: FitnessKind = .train

    @Option(
        help: ArgumentHelp(
            "Which photographs a mask is measured on. validation: those held out by --validation; folds: all of them, by "
                + "cross-validation; test: those of the test part, the published method, which makes the test accuracy too "
                + "high.",
            valueName: "part"))
    var fitnessSplit: Split = .validation

    @Option(help: "With --fitness-split folds: the number of folds, hence of trainings for each mask. (default: 5)")
    var folds: Int?

    @Option(
        help: ArgumentHelp(
            "Share of the photographs that is kept out of the search and tests the mask found; 0 for none. (default without "
                + "--test: the test part of the manifest's split, or else 0.1)", valueName: "share"))
    var testShare: Double?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Features files of other photographs that test the mask found, instead of a share.", valueName: "features.h5"))
    var test: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --fitness ladder or linear: how many of the best masks are trained at the end.", valueName: "count"))
    var confirm: Int = 10

    @Option(
        help: ArgumentHelp(
            "With --fitness ladder: keep one mask in N for the next rung, which trains N times as long.", valueName: "N"))
    var reduction: Int = 4

    @Flag(
        inversion: .prefixedNo,
        help: "With --fitness ladder: start from the weights of an earlier mask that shares at least half of the columns.")
    var warmStart = true

    @Option(
        help: ArgumentHelp(
            "With --fitness linear: the penalty of the coefficients, multiplied by the number of photographs.",
            valueName: "number"))
    var penalty: Double = 1

    enum FitnessKind: String, ExpressibleByArgument, CaseIterable {
        case train, ladder, linear
    }

    enum Split: String, ExpressibleByArgument, CaseIterable {
        case validation, folds, test
    }

    /// The share to hold out; 0 if there are files to test on.
    var heldOutShare: Double { testShare ?? (test.isEmpty ? 0.1 : 0) }

    /// The photographs that test the mask found: those of --test, or the test part of the manifest's split.
    ///
    /// - Parameters:
    ///   - files: The features files that are searched, which may have a test part.
    ///   - labelling: Gives the photographs of --test their labels.
    /// - Returns: Nil if a share is to be drawn.
    /// - Throws: `PipelineError.testPartTwice` if the split has a test part and a share is asked for too.
    func testFeatures(
        beside files: SourceFeatures, labelling: (SourceFeatures) throws -> SourceFeatures
    ) throws -> SourceFeatures? {
        if !test.isEmpty {
            let others = try labelling(SourceFeatures(test))
            return others.test() ?? others
        }
        guard let part = files.test(), testShare != 0 else { return nil }
        guard testShare == nil else { throw PipelineError.testPartTwice(file: files.join.files[0].path) }
        return part
    }

    var foldCount: Int { folds ?? 5 }

    /// On which photographs masks are measured.
    var measure: SearchData.Measure {
        switch fitnessSplit {
        case .validation: .validation
        case .folds: .folds(foldCount)
        case .test: .test
        }
    }

    func validate() throws {
        try OptionNumbers.require("--confirm", confirm, 1...1_000_000)
        try OptionNumbers.require("--penalty", penalty, .above(0))
        try OptionNumbers.require("--test-share", testShare, .from(0, below: 1))
        try OptionNumbers.require("--reduction", reduction, 2...1_000_000)
        try OptionNumbers.require("--folds", folds, 2...OptionNumbers.most)
        guard test.isEmpty || testShare == nil else {
            throw ValidationError("--test and --test-share both name the test part; give only one of them")
        }
        guard fitnessSplit != .test || heldOutShare > 0 || !test.isEmpty else {
            throw ValidationError("--fitness-split test needs a test part; give --test or a --test-share above 0")
        }
        guard folds == nil || fitnessSplit == .folds else { throw ValidationError("--folds needs --fitness-split folds") }
    }

    /// What must match for an interrupted search to resume.
    var identity: String {
        "\(fitness) on \(fitnessSplit) \(foldCount), test \(heldOutShare), confirm \(confirm)"
            + (fitness == .linear ? ", penalty \(penalty)" : "")
            + (fitness == .ladder ? ", reduction \(reduction), warm \(warmStart)" : "")
    }
}
