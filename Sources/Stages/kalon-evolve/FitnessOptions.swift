import ArgumentParser
import StageSupport

/// How good a mask is, and which photographs tell.
struct FitnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How good a mask is. train: the accuracy of a classifier trained on it, the published way; ladder: the same "
                + "for the few best of a generation, after brief trainings of all; linear: that of ridge regression. With the "
                + "latter two, the best of the whole search are trained at its end."))
    var fitness: FitnessKind = .train

    @Option(
        help: ArgumentHelp(
            "Which photographs a mask is measured on. validation: those set apart by --validation; folds: every one, by "
                + "trainings on the others; test: those of the test part, the published way, whose accuracy is then too good.",
            valueName: "part"))
    var fitnessSplit: Split = .validation

    @Option(help: "With --fitness-split folds: trainings a mask. (default: 5)")
    var folds: Int?

    @Option(
        help: ArgumentHelp(
            "Share of the photographs that the search never sees, and that the mask found is tested on at the end; 0 for "
                + "none. (default: the test part of the manifest's split, or else 0.1, without --test)", valueName: "share"))
    var testShare: Double?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Features files of other photographs to test the mask found on, instead of a share.", valueName: "features.h5"))
    var test: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --fitness ladder or linear: how many of the best masks are trained at the end.", valueName: "count"))
    var confirm: Int = 10

    @Option(
        help: ArgumentHelp(
            "With --fitness ladder: one mask in so many goes on to a rung so many times as long.", valueName: "count"))
    var reduction: Int = 4

    @Flag(
        inversion: .prefixedNo,
        help: "With --fitness ladder: begin from the weights of an earlier mask that shares half the columns or more.")
    var warmStart = true

    @Option(help: ArgumentHelp("With --fitness linear: penalty of a coefficient, times the photographs.", valueName: "number"))
    var penalty: Double = 1

    enum FitnessKind: String, ExpressibleByArgument, CaseIterable {
        case train, ladder, linear
    }

    enum Split: String, ExpressibleByArgument, CaseIterable {
        case validation, folds, test
    }

    /// The share to set apart, 0 where there are files to test on.
    var heldOutShare: Double { testShare ?? (test.isEmpty ? 0.1 : 0) }

    /// The photographs to test the mask found on: those of --test, or the test part of the manifest's split; nil where a share
    /// is to be drawn. Throws `PipelineError.testPartTwice` where a share is asked for besides.
    /// `labelling` gives photographs of --test their labels.
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

    func validate() throws {
        try OptionNumbers.require("--confirm", confirm, 1...1_000_000)
        try OptionNumbers.require("--penalty", penalty, .above(0))
        try OptionNumbers.require("--test-share", testShare, .from(0, below: 1))
        try OptionNumbers.require("--reduction", reduction, 2...1_000_000)
        try OptionNumbers.require("--folds", folds, 2...OptionNumbers.most)
        guard test.isEmpty || testShare == nil else {
            throw ValidationError("--test and --test-share are two ways to the same test part; give one")
        }
        guard fitnessSplit != .test || heldOutShare > 0 || !test.isEmpty else {
            throw ValidationError("--fitness-split test needs a test part: --test or a --test-share above 0")
        }
        guard folds == nil || fitnessSplit == .folds else { throw ValidationError("--folds needs --fitness-split folds") }
    }

    /// What must be the same for a stopped search to be gone on with.
    var identity: String {
        "\(fitness) on \(fitnessSplit) \(foldCount), test \(heldOutShare), confirm \(confirm)"
            + (fitness == .linear ? ", penalty \(penalty)" : "")
            + (fitness == .ladder ? ", reduction \(reduction), warm \(warmStart)" : "")
    }
}
