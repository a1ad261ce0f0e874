import ArgumentParser
import Reduction
import StageSupport

/// The options of FastICA.
struct IndependentOptions: ParsableArguments {
    enum ContrastName: String, ExpressibleByArgument, CaseIterable {
        case logcosh
        case exp
        case cube
    }

    @Option(
        help: ArgumentHelp(
            "What the search maximises: logcosh; exp, for heavy tails; or cube, the kurtosis. (default: logcosh)",
            valueName: "contrast"))
    var contrast: ContrastName?

    @Option(help: ArgumentHelp("With --contrast logcosh: its parameter, from 1 to 2. (default: 1)", valueName: "number"))
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "symmetric: find all components together; deflation: one after the other. (default: symmetric)",
            valueName: "approach"))
    var approach: IndependentComponentConfiguration.Approach?

    @Option(
        help: ArgumentHelp(
            "A component has converged when its cosine changes by less than this in an iteration. (default: 1e-4)",
            valueName: "number"))
    var tolerance: Double?

    @Option(help: ArgumentHelp("The most iterations. (default: 200)", valueName: "count"))
    var maxIterations: Int?

    func validate() throws {
        try OptionNumbers.require("--alpha", alpha, .from(1, to: 2))
        try OptionNumbers.require("--tolerance", tolerance, .between(0, 1))
        try OptionNumbers.require("--max-iterations", maxIterations, 1...OptionNumbers.most)
    }

    /// Whether no option was given.
    var isEmpty: Bool {
        contrast == nil && alpha == nil && approach == nil && tolerance == nil && maxIterations == nil
    }

    /// Throws if options cannot be combined.
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
                "--whiten, --keep-statistics and --update belong to --method pca; independent components already have unit "
                    + "variance, and are fitted on all photographs at once")
        }
        guard alpha == nil || contrast != .exp && contrast != .cube else {
            throw ValidationError("--alpha belongs to --contrast logcosh")
        }
        for size in try fitting.sizes(files: files) { _ = try configuration(size, fitting) }
    }

    /// The configuration for one reduction.
    ///
    /// - Throws: `ValidationError` if its size is not a whole number.
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
