import Faults

extension Setting {
    /// The names of the option that makes the setting.
    ///
    /// This is the only place where a setting meets the command line. A command need not have the option, and where commands
    /// call it differently, the more particular name comes first.
    public var options: [String] {
        switch self {
        case .pathColumn: ["--path-column"]
        case .labelColumn: ["--label-column"]
        case .splitColumn: ["--split-column"]
        case .groupColumn: ["--group-column"]
        case .scoreColumn: ["--score-column"]
        case .voteColumns: ["--vote-columns"]
        case .scoreScale: ["--score-scale"]
        case .aestheticScore: ["--aesthetic-from"]

        case .extractor: ["--extractor"]
        case .inputSize: ["--size"]
        case .shorterSide: ["--shorter-side"]
        case .featureOutput: ["--feature-output"]
        case .taps: ["--taps"]
        case .tokens: ["--tokens"]
        case .channelLayout: ["--layout"]
        case .cropping: ["--crop"]
        case .border: ["--border"]
        case .stretching: ["--stretch"]
        case .longestSide: ["--longest-side"]
        case .valueRange: ["--values"]
        case .channelMean: ["--mean"]
        case .precision: ["--precision"]
        // Where a network is chosen, too, `--weights` are its weights.
        case .movedWeights: ["--moved-weights", "--weights"]
        case .pixelLimit: ["--max-pixels"]
        case .skippedLimit: ["--max-skipped"]
        case .extractionCosts: ["--extraction-costs"]

        case .weightsList: ["--catalogue"]
        case .weightsFolder: ["--into"]
        case .leastSpeed: ["--least-speed"]

        case .genes: ["--genes"]
        case .population: ["--population"]
        case .elites: ["--elites"]
        case .parents: ["--parents"]
        case .islands: ["--islands"]
        case .migrationInterval: ["--migration-interval"]
        case .migrants: ["--migrants"]
        case .generations: ["--generations"]
        case .stagnation: ["--stagnation"]
        case .evaluations: ["--evaluations"]
        case .leaders: ["--confirm"]
        case .flips: ["--flips"]
        case .immigrants: ["--immigrants"]
        case .keptShare: ["--keep"]
        case .leastKeptShare: ["--keep-least"]
        case .rungReduction: ["--reduction"]
        case .selectionMethod: ["--by"]
        case .neighbours: ["--neighbours"]
        case .draws: ["--draws"]
        case .votes: ["--votes"]
        case .penalty: ["--penalty"]

        case .segments: ["--segments"]

        case .preset: ["--preset"]
        case .head: ["--head"]
        case .epochs: ["--epochs"]
        case .patience: ["--patience"]
        case .learningRate: ["--learning-rate"]
        case .batchSize: ["--batch"]
        case .validationShare: ["--validation"]
        case .balancing: ["--balance"]
        case .focus: ["--focus"]
        case .classWeights: ["--class-weights"]
        case .labelSmoothing: ["--label-smoothing"]
        case .mixup: ["--mixup"]
        case .calibration: ["--calibrate"]
        case .threshold: ["--threshold"]

        case .errorLimit: ["--limit"]
        }
    }
}

extension Command {
    /// The sentence of a fault for a person, with the options of this command that avoid the fault, if it has any.
    ///
    /// - Parameter fault: The fault.
    public static func sentence(of fault: any Fault) -> String {
        naming(fault.settings, after: fault.sentence)
    }

    /// A sentence with the options of this command for some settings in brackets after it.
    ///
    /// - Parameters:
    ///   - settings: What the sentence asks to set; those for which this command has no option are left out.
    ///   - sentence: The sentence, without a full stop.
    static func naming(_ settings: [Setting], after sentence: String) -> String {
        guard !settings.isEmpty else { return sentence }
        let known = optionNames
        let options = settings.compactMap { $0.options.first(where: known.contains) }
        return options.isEmpty ? sentence : "\(sentence) (\(options.joined(separator: ", ")))"
    }

    /// The names of the options of this command, as its help lists them: two spaces, then `--name` or `-n, --name`.
    private static var optionNames: Set<String> {
        let lines = helpMessage(columns: 200).split(separator: "\n").filter { $0.hasPrefix("  -") }
        return Set(lines.flatMap { $0.split { " ,/".contains($0) }.prefix { $0.hasPrefix("-") } }.map(String.init))
    }
}
