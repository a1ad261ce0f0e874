import ArgumentParser
import Reduction
import StageSupport

/// What is to be fitted.
struct FittingOptions: ParsableArguments {
    enum Method: String, ExpressibleByArgument, CaseIterable {
        case pca
        case ica
    }

    @Option(help: "Principal (pca) or independent (ica) components; pca unless told otherwise.")
    var method: Method?

    @Option(
        help: ArgumentHelp(
            "How many to keep: a whole number, a share of the variance below 1, auto (those that vary more than chance "
                + "makes them: parallel analysis), or likelihood (the most likely number: Minka's). For several files "
                + "one of these, or a list by comma.", valueName: "count|share|auto|likelihood"))
    var components: String?

    @Flag(help: "Fit one reduction to the columns of all files together; without it each file is reduced on its own.")
    var joint = false

    @Option(
        help: ArgumentHelp(
            "exact; randomised, for few components; or auto, which is taken unless told otherwise: randomised where it "
                + "costs at most a quarter. The model says which it was, and the bound of its errors.", valueName: "solver"))
    var solver: FittingPlan.Choice?

    @Flag(help: "Bring every principal component to unit variance.")
    var whiten = false

    @Flag(help: "Keep in the model what it takes to add photographs later: 4 columns² bytes.")
    var keepStatistics = false

    @Option(
        help: ArgumentHelp(
            "Fit on the photographs of this model as well, of which only its statistics are needed.", valueName: "pca.h5"))
    var update: String?

    /// Whether nothing was said.
    var isEmpty: Bool {
        method == nil && components == nil && !joint && solver == nil && !whiten && !keepStatistics && update == nil
    }

    var keepsMoments: Bool { keepStatistics || update != nil }

    /// The size that each of `files` files is to be reduced to, or all together with --joint.
    func sizes(files: Int) throws -> [PrincipalComponentConfiguration.Size] {
        guard let components else { throw ValidationError("--components says how many to keep") }
        let parts = joint ? 1 : files
        let sizes = try components.split(separator: ",", omittingEmptySubsequences: false).map { try Self.size(String($0)) }
        guard sizes.count == 1 || sizes.count == parts else {
            throw ValidationError(
                "--components lists \(sizes.count) sizes, and there \(parts == 1 ? "is 1 reduction" : "are \(parts) files"); "
                    + "give one for all, or one for each")
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

    /// Throws when options do not go together.
    func requireSense(files: Int) throws {
        _ = try sizes(files: files)
        guard solver != .randomised || !keepsMoments else {
            throw ValidationError("the randomised solver has no statistics to keep; --solver exact has")
        }
        guard !keepsMoments || files == 1 || joint else {
            throw ValidationError(
                "--keep-statistics and --update are for one reduction; give one file at a time, or reduce all by --joint")
        }
    }
}

extension FittingPlan.Choice: ExpressibleByArgument {}
