/// How a layer hands the relevance of its results down to what it read.
///
/// Rules are those of Bach et al. (2015, doi:10.1371/journal.pone.0130140) unless another source is given. Of an input a and weights w, with z the sum over the inputs and the bias; a stabiliser has the sign of what it is added to.
package enum LayerRule: Hashable, Sendable {
    /// `a w / (z + epsilon)`; with an epsilon that only prevents a division by 0, LRP-0.
    case epsilon(Float)
    /// The same with weights `w + gamma max(w, 0)` (Montavon et al. 2019, doi:10.1007/978-3-030-28954-6_10); of a negative sum
    /// or input, the negative parts are favoured (Andéol et al. 2021).
    case gamma(Float)
    /// Alpha times the shares in all positive contributions, less beta times those in all negative ones.
    case alphaBeta(alpha: Float, beta: Float)
    /// For values between two bounds a channel (Montavon et al. 2017, doi:10.1016/j.patcog.2016.11.008): contributions are
    /// measured from the bounds.
    case zBox(low: [Float], high: [Float])
}

/// How a plan takes relevance back.
package struct RelevanceSettings: Hashable, Sendable {
    /// The rule of each convolution and dense layer, by its name.
    package var rules: [String: LayerRule]
    /// The rule of all others.
    package var otherwise: LayerRule
    /// What denominators other than that of epsilon are stabilised by.
    package var stabiliser: Float
    /// Whether what goes into each layer and comes out is summed up.
    package var measures: Bool

    package init(
        rules: [String: LayerRule] = [:], otherwise: LayerRule = .epsilon(1e-9), stabiliser: Float = 1e-6, measures: Bool = false
    ) {
        (self.rules, self.otherwise, self.stabiliser, self.measures) = (rules, otherwise, stabiliser, measures)
    }

    func rule(of node: String) -> LayerRule { rules[node] ?? otherwise }
}

/// The relevance that a layer took and handed down.
package struct LayerRelevance: Sendable, Hashable {
    /// The node.
    package let node: String
    /// What the layer's results had.
    package let taken: Double
    /// What its inputs got.
    package let handed: Double
    /// What stayed with its biases; the rest stayed with stabilisers.
    package let biases: Double
}

/// Weights or biases as a rule changes them.
enum WeightPart: Hashable {
    case all
    case positive
    case negative
    /// The weight and `gamma` times its part of the sign.
    case raised(gamma: Float, positive: Bool)

    func value(_ weight: Float) -> Float {
        switch self {
        case .all: weight
        case .positive: max(weight, 0)
        case .negative: min(weight, 0)
        case .raised(let gamma, let positive): weight + gamma * (positive ? max(weight, 0) : min(weight, 0))
        }
    }

    var opposite: WeightPart {
        switch self {
        case .all: .all
        case .positive: .negative
        case .negative: .positive
        case .raised(let gamma, let positive): .raised(gamma: gamma, positive: !positive)
        }
    }
}

/// One term of a rule: inputs above 0 go through `part` of the weights, those below through the opposite.
struct RuleBranch: Hashable {
    let part: WeightPart
    /// The sign of the results that it is for; 0 for all.
    let sign: Int32
    let factor: Float
}

extension LayerRule {
    /// The terms of a rule that changes weights.
    ///
    /// - Parameter clamps: Whether results below 0 have become 0, and so have no relevance.
    func branches(clamps: Bool) -> [RuleBranch] {
        switch self {
        case .epsilon: [RuleBranch(part: .all, sign: 0, factor: 1)]
        case .gamma(let gamma):
            [RuleBranch(part: .raised(gamma: gamma, positive: true), sign: 1, factor: 1)]
                + (clamps ? [] : [RuleBranch(part: .raised(gamma: gamma, positive: false), sign: -1, factor: 1)])
        case .alphaBeta(let alpha, let beta):
            (alpha == 0 ? [] : [RuleBranch(part: .positive, sign: 0, factor: alpha)])
                + (beta == 0 ? [] : [RuleBranch(part: .negative, sign: 0, factor: -beta)])
        case .zBox: []
        }
    }
}
