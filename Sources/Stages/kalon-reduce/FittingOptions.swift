import ArgumentParser
import Reduction
import StageSupport

/// The options that say what is fitted.
struct FittingOptions: ParsableArguments {
    enum Method: String, ExpressibleByArgument, CaseIterable {
        case pca
        case ica
    }

    @Option(help: "Principal (pca) or independent (ica) components. (default: pca)")
    var method: Method?

    @Option(
        help: ArgumentHelp(
            "How many components to keep: a whole number; a share of the variance, below 1; auto, those with more variance "
                + "than chance would give (parallel analysis); or likelihood, the most likely number (Minka's method). For "
                + "several files, one of these for all, or one for each, separated by commas.",
            valueName: "count|share|auto|likelihood"))
    var components: String?

    @Flag(help: "Fit one reduction to the columns of all files together, instead of one for each file.")
    var joint = false

    @Option(
        help: ArgumentHelp(
            "exact; randomised, for few components; or auto, which is randomised if that costs at most a quarter. The model "
                + "stores which solver was used, and a bound on its errors. (default: auto)", valueName: "solver"))
    var solver: FittingPlan.Choice?

    @Flag(help: "Scale every principal component to unit variance.")
    var whiten = false

    @Flag(help: "Keep in the model what is needed to add photographs later, 4 columns² bytes.")
    var keepStatistics = false

    @Option(
        help: ArgumentHelp(
            "Also fit on the photographs of this model, which must have been fitted with --keep-statistics.", valueName: "pca.h5")
    )
    var update: String?

    /// Whether no option was given.
    var isEmpty: Bool {
        method == nil && components == nil && !joint && solver == nil && !whiten && !keepStatistics && update == nil
    }

    var keepsMoments: Bool { keepStatistics || update != nil }

    /// The size that each of `files` files is reduced to, or with --joint all together.
    func sizes(files: Int) throws -> [PrincipalComponentConfiguration.Size] {
        guard let components else { throw ValidationError("--components is missing; it says how many components to keep") }
        let parts = joint ? 1 : files
        let sizes = try components.split(separator: ",", omittingEmptySubsequences: false).map { try Self.size(String($0)) }
        guard sizes.count == 1 || sizes.count == parts else {
            throw ValidationError(
                "--components lists \(sizes.count) sizes, but there \(parts == 1 ? "is 1 reduction" : "are \(parts) files"); "
                    + "give one size for all, or one for each")
        }
        return sizes.count == parts ? sizes : Array(repeating: sizes[0], count: parts)
    }

    private static func size(_ text: String) throws -> PrincipalComponentConfiguration.Size {
        switch text {
        case "auto": return .parallelAnalysis
        case "likelihood": return .likelihood
        default:
            if let count = Int(text) {
                try OptionNumbers.require("--components", count, 1...OptionNumbers.most)
                return .count(count)
            }
            if let share = Double(text) {
                try OptionNumbers.require("--components", share, .between(0, 1))
                return .varianceShare(share)
            }
            throw ValidationError("--components is '\(text)'; a whole number, a share below 1, auto or likelihood is expected")
        }
    }

    /// Throws if options cannot be combined.
    func requireSense(files: Int) throws {
        _ = try sizes(files: files)
        guard solver != .randomised || !keepsMoments else {
            throw ValidationError("the randomised solver has no statistics to keep; give --solver exact")
        }
        guard !keepsMoments || files == 1 || joint else {
            throw ValidationError(
                "--keep-statistics and --update work on one reduction; give one file at a time, or reduce all with --joint")
        }
    }
}

extension FittingPlan.Choice: ExpressibleByArgument {}
