import ArgumentParser
import Reduction
import StageSupport

/// How FastICA searches.
struct IndependentOptions: ParsableArguments {
    enum ContrastName: String, ExpressibleByArgument, CaseIterable {
        case logcosh
        case exp
        case cube
    }

    @Option(
        help: ArgumentHelp(
            "What the search maximises: logcosh, unless told otherwise; exp, for heavy tails; cube, which is kurtosis.",
            valueName: "contrast"))
    var contrast: ContrastName?

    @Option(help: ArgumentHelp("Of logcosh: from 1, which is taken unless told otherwise, to 2.", valueName: "number"))
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "symmetric: all together, unless told otherwise; deflation: one after the other.", valueName: "approach"))
    var approach: IndependentComponentConfiguration.Approach?

    @Option(
        help: ArgumentHelp(
            "When a component has converged: the change of its cosine in an iteration, 1e-4 unless told otherwise.",
            valueName: "number"))
    var tolerance: Double?

    @Option(help: ArgumentHelp("How many iterations at most, 200 unless told otherwise.", valueName: "count"))
    var maxIterations: Int?

    func validate() throws {
        try OptionNumbers.require("--alpha", alpha, .from(1, to: 2))
        try OptionNumbers.require("--tolerance", tolerance, .between(0, 1))
        try OptionNumbers.require("--max-iterations", maxIterations, 1...OptionNumbers.most)
    }

    /// Whether nothing was said.
    var isEmpty: Bool {
        contrast == nil && alpha == nil && approach == nil && tolerance == nil && maxIterations == nil
    }

    /// Throws when options do not go together.
    func requireSense(_ fitting: FittingOptions, files: Int) throws {
        guard fitting.method == .ica else {
            guard isEmpty else {
                throw ValidationError(
                    "--contrast, --alpha, --approach, --tolerance and --max-iterations belong to --method ica")
            }
            return
        }
        guard !fitting.whiten, !fitting.keepsMoments else {
            throw ValidationError(
                "--whiten, --keep-statistics and --update belong to --method pca; independent components have unit "
                    + "variance, and need all photographs")
        }
        guard alpha == nil || contrast != .exp && contrast != .cube else {
            throw ValidationError("--alpha belongs to --contrast logcosh")
        }
        for size in try fitting.sizes(files: files) { _ = try configuration(size, fitting) }
    }

    /// The configuration for one reduction. Throws where its size is not a number.
    func configuration(
        _ size: PrincipalComponentConfiguration.Size, _ fitting: FittingOptions
    ) throws -> IndependentComponentConfiguration {
        guard case .count(let count) = size else {
            throw ValidationError("--method ica needs a whole number of --components")
        }
        let contrast: Contrast =
            switch contrast {
            case .logcosh, nil: .logcosh(alpha: alpha ?? 1)
            case .exp: .exponential
            case .cube: .cube
            }
        return IndependentComponentConfiguration(
            count: count, contrast: contrast, approach: approach ?? .symmetric, tolerance: tolerance ?? 1e-4,
            mostIterations: maxIterations ?? 200, solver: fitting.solver ?? .auto)
    }
}

extension IndependentComponentConfiguration.Approach: ExpressibleByArgument {}
