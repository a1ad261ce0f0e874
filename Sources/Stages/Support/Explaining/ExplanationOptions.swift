import ArgumentParser
import Explanation
import Files

/// The options of methods of explanation.
public struct ExplanationOptions: ParsableArguments {
    /// The rule of layer-wise relevance propagation (`--rule`).
    public enum Rule: String, CaseIterable, Sendable, ExpressibleByArgument {
        /// A rule by depth.
        case composite
        /// In the shares that inputs have in a sum.
        case zero
        /// The same with 0.01 added to the size of the sum.
        case epsilon
        /// Weights above 0 count a quarter more.
        case gamma
        /// Twice what raises a sum, less what lowers it.
        case alphaBeta = "alpha-beta"
        /// What raises a sum.
        case zPlus = "z-plus"
    }

    /// The options of methods that hide parts of the picture.
    @OptionGroup
    public var perturbation: PerturbationOptions

    /// What gradients measure from (`--baseline`); nil for the method's own.
    @Option(
        help: ArgumentHelp(
            "gradients, smoothgrad, integrated-gradients, expected-gradients: the picture that pixels are compared with: mean, blur, "
                + "or a colour as RRGGBB (default: 000000; for expected-gradients black, white and the mean colour by turns).",
            valueName: "mean|blur|RRGGBB"))
    public var baseline: HidingName?

    /// The number of samples (`--gradient-samples`); nil for the method's own.
    @Option(
        help: ArgumentHelp(
            "smoothgrad: the number of noisy copies (default: 50); expected-gradients: the number of samples (default: 200).",
            valueName: "count"))
    public var gradientSamples: Int?

    /// The deviation of the noise of SmoothGrad (`--noise`).
    @Option(help: ArgumentHelp("smoothgrad: the deviation of the noise, as a share of the range of values.", valueName: "share"))
    public var noise = 0.15

    /// The number of steps of integrated gradients at first (`--steps`).
    @Option(help: ArgumentHelp("integrated-gradients: the number of steps at first.", valueName: "count"))
    public var steps = 32

    /// The most steps of integrated gradients (`--most-steps`).
    @Option(
        help: ArgumentHelp("integrated-gradients: the most steps; they are added until the sum is right.", valueName: "count"))
    public var mostSteps = 1000

    /// The rule of layer-wise relevance propagation (`--rule`).
    @Option(help: ArgumentHelp("lrp: the rule of layers: \(ExplanationOptions.ruleNames).", valueName: "name"))
    public var rule: Rule = .composite

    private static let ruleNames = Rule.allCases.map(\.rawValue).joined(separator: ", ")

    /// Creates the options with their defaults.
    public init() {}

    /// Checks the numbers.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        try OptionNumbers.require("--gradient-samples", gradientSamples, 1...OptionNumbers.most)
        try OptionNumbers.require("--noise", noise, .above(0))
        try OptionNumbers.require("--steps", steps, 1...OptionNumbers.most)
        try OptionNumbers.require("--most-steps", mostSteps, steps...max(steps, OptionNumbers.most))
    }

    private var rules: RelevanceRules {
        switch rule {
        case .composite: .composite()
        case .zero: .uniform(.zero, box: false)
        case .epsilon: .uniform(.epsilon(0.01), box: false)
        case .gamma: .uniform(.gamma(0.25), box: false)
        case .alphaBeta: .uniform(.alphaBeta(alpha: 2, beta: 1), box: false)
        case .zPlus: .uniform(.zPlus, box: true)
        }
    }
}

extension ExplanationOptions {
    /// The method of a name with these options.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - judge: The judge, of which some methods need the layers.
    /// - Throws: `ExplanationError.withoutLayers` for a method that needs layers that are not known, and what reading weights
    ///   throws.
    public func method(_ name: ExplanationMethodName, of judge: ExplainedJudge) throws -> any ExplanationMethod {
        switch name {
        case .lime: perturbation.lime(threads: judge.threads)
        case .shap: perturbation.shap
        case .shapley: perturbation.shapley
        case .gradients: plain(PlainGradients(try judge.layers(for: name)))
        case .smoothgrad:
            plain(PlainGradients(smooth: try judge.layers(for: name), samples: gradientSamples ?? 50, noise: noise))
        case .integratedGradients: integrated(try judge.layers(for: name))
        case .expectedGradients: expected(try judge.layers(for: name))
        case .lrp: LayerwiseRelevance(try judge.layers(for: name), rules: rules)
        case .cam: ClassActivation(try judge.layers(for: name))
        case .gradCAM: GradientActivation(try judge.layers(for: name))
        case .multigap: RatingActivation(try judge.layers(for: name))
        case .random: RandomAttribution()
        }
    }

    private func plain(_ method: PlainGradients) -> PlainGradients {
        var method = method
        if let baseline { method.baseline = .hidden(baseline.hiding) }
        return method
    }

    private func integrated(_ layers: JudgeLayers) -> IntegratedGradients {
        var method = IntegratedGradients(layers)
        (method.steps, method.mostSteps) = (steps, mostSteps)
        if let baseline { method.baseline = .hidden(baseline.hiding) }
        return method
    }

    private func expected(_ layers: JudgeLayers) -> ExpectedGradients {
        var method = ExpectedGradients(layers, backgrounds: baseline.map { [.hidden($0.hiding)] } ?? [])
        if let gradientSamples { method.samples = gradientSamples }
        return method
    }

    /// What an explanation by a method depends on besides the photograph and the judge, as one line of JSON.
    ///
    /// - Parameters:
    ///   - name: The method.
    ///   - seed: The seed.
    /// - Throws: `EncodingError`.
    public func settings(of name: ExplanationMethodName, seed: UInt64) throws -> String {
        var settings = ["method": name.rawValue, "seed": String(seed)]
        if name.isGradient { settings["baseline"] = baseline?.text }
        switch name {
        case .lime, .shap, .shapley: settings.merge(perturbation.settings(of: name)) { _, new in new }
        case .smoothgrad: (settings["samples"], settings["noise"]) = (gradientSamples.map(String.init), String(noise))
        case .integratedGradients: (settings["steps"], settings["most_steps"]) = (String(steps), String(mostSteps))
        case .expectedGradients: settings["samples"] = gradientSamples.map(String.init)
        case .lrp: settings["rule"] = rule.rawValue
        case .gradients, .cam, .gradCAM, .multigap, .random: break
        }
        return try CanonicalJSON.text(settings)
    }
}
