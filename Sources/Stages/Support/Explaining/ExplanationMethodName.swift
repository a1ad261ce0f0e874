import ArgumentParser

/// The methods of explanation, by their names on a command line.
public enum ExplanationMethodName: String, CaseIterable, Codable, Sendable, ExpressibleByArgument {
    /// A linear model of the judge around the picture, by segments that are hidden at random.
    case lime
    /// What parts of the picture add, halved again and again.
    case shap
    /// The exact Shapley values of a few segments.
    case shapley
    /// The slopes of the number at the picture's pixels.
    case gradients
    /// Their means over noisy copies.
    case smoothgrad
    /// The slopes along a line from a baseline.
    case integratedGradients = "integrated-gradients"
    /// The slopes along lines from several baselines.
    case expectedGradients = "expected-gradients"
    /// Layer-wise relevance propagation.
    case lrp
    /// Class activation maps.
    case cam
    /// Grad-CAM.
    case gradCAM = "grad-cam"
    /// The maps of low and high ratings of MultiGAP.
    case multigap
    /// Attributions drawn at random, to compare with.
    case random

    /// Whether it goes through the layers of the networks, which are not known of a network from a file.
    public var needsLayers: Bool {
        switch self {
        case .lime, .shap, .shapley, .random: false
        case .gradients, .smoothgrad, .integratedGradients, .expectedGradients, .lrp, .cam, .gradCAM, .multigap: true
        }
    }

    /// Whether it compares the picture's pixels with a baseline.
    var isGradient: Bool {
        switch self {
        case .gradients, .smoothgrad, .integratedGradients, .expectedGradients: true
        case .lime, .shap, .shapley, .lrp, .cam, .gradCAM, .multigap, .random: false
        }
    }
}
