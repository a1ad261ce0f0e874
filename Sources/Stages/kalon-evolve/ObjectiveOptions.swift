import ArgumentParser
import Evolution
import Judging
import StageSupport

/// What a search weighs against accuracy.
struct ObjectiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Weigh these against accuracy with NSGA-II: features (their number), extraction (the operations of the extractors "
                + "that a mask needs), or both.", valueName: "a,b"))
    var objectives: String?

    @Option(
        help: ArgumentHelp(
            "Which mask of the front is written: best, the most accurate; or knee, the last before saving costs much accuracy. "
                + "(default: best)", valueName: "rule"))
    var choose: FrontChoice?

    @Option(
        help: ArgumentHelp(
            "Billions of operations per photograph for each features file. Default: those of its networks at 3000 x 2000 pixels.",
            valueName: "a,b"))
    var extractionCosts: String?

    private enum Objective: String, CaseIterable {
        case features, extraction
    }

    private var named: [Objective]? {
        let names = objectives?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        let known = names.compactMap(Objective.init)
        return known.count == names.count && Set(known).count == names.count ? known : nil
    }

    private var givenCosts: [Double]? {
        let costs = extractionCosts?.split(separator: ",").map { Double($0) } ?? []
        let known = costs.compactMap { $0 }
        return known.count == costs.count && known.allSatisfy { $0 >= 0 && $0.isFinite } ? known : nil
    }

    /// Whether there are objectives besides accuracy.
    var isSeveral: Bool { objectives != nil }

    var rule: FrontChoice { choose ?? .best }

    var identity: String { "objectives \(objectives ?? "none") at \(extractionCosts ?? "their own")" }

    func validate() throws {
        guard let named else {
            throw ValidationError(
                "--objectives is '\(objectives ?? "")'; features, extraction, or both separated by a comma are expected")
        }
        guard choose == nil || isSeveral else { throw ValidationError("--choose needs --objectives") }
        guard extractionCosts == nil || named.contains(.extraction) else {
            throw ValidationError("--extraction-costs needs --objectives extraction")
        }
        guard givenCosts != nil else {
            throw ValidationError(
                "--extraction-costs is '\(extractionCosts ?? "")'; numbers of 0 or more, separated by commas, are expected")
        }
    }

    /// Whether the number of columns is weighed.
    var weighsColumns: Bool { named?.contains(.features) ?? false }

    /// Adds the objectives to the configuration.
    ///
    /// - Throws: `PipelineError` if the cost of a file is not known.
    func apply(to configuration: inout SearchConfiguration, source: SourceFeatures) throws {
        for objective in named ?? [] {
            switch objective {
            case .features:
                configuration.costs.append(ColumnCount())
            case .extraction:
                let cost = try extractionCost(of: source)
                configuration.costs.append(cost)
                configuration.initialisation = BlockInitialisation(blocks: cost.blocks)
                configuration.mutation = BlockMutation(configuration.mutation, blocks: cost.blocks)
            }
        }
    }

    /// The costs of the features files; each is paid as a whole.
    private func extractionCost(of source: SourceFeatures) throws -> ExtractionCost {
        let files = source.join.files.map(\.path)
        let blocks = source.join.blocks.map { $0.firstColumn..<$0.firstColumn + $0.width }
        guard let given = givenCosts, !given.isEmpty else {
            return ExtractionCost(blocks: blocks, costs: try source.gigaOperations(width: 3000, height: 2000))
        }
        guard given.count == files.count else {
            throw PipelineError.costCount(found: given.count, files: files.count)
        }
        return ExtractionCost(blocks: blocks, costs: given)
    }
}

extension FrontChoice: ExpressibleByArgument {}
