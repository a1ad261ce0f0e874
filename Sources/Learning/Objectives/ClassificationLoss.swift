import Foundation
import Kernels

/// Softmax cross-entropy in its variants, computed in double precision from float logits.
///
/// A row's target is the class of its label, softened by the smoothing; if rows are mixed, it is shared with the partner's class.
/// Its loss is `-weight * sum over classes of target * (1 - probability)^focus * log(probability)`.
package struct ClassificationLoss {
    /// The exponent of the focal loss; 0 gives cross-entropy.
    ///
    /// Published by Lin et al. (2017).
    private let focus: Double
    /// The share of every target that is spread evenly over the classes.
    ///
    /// Published by Szegedy et al. (2016).
    private let smoothing: Double
    /// The weight of each class; nil if all are 1.
    private let weights: [Double]?

    package init(focus: Double = 0, smoothing: Double = 0, weights: [Double]? = nil) {
        self.focus = focus
        self.smoothing = smoothing
        self.weights = weights
    }

    /// The class of a row, the class of its partner, and the partner's share.
    struct RowLabels {
        let label: Int
        let partner: Int
        let partnerShare: Double

        /// A row that was not mixed.
        init(_ label: Int) { self.init(label: label, partner: label, partnerShare: 0) }

        init(label: Int, partner: Int, partnerShare: Double) {
            (self.label, self.partner, self.partnerShare) = (label, partner, partnerShare)
        }
    }

    /// Adds the loss of one row to `total`, and writes `share` times its gradient.
    ///
    /// Logits and gradient are `[classes]`.
    func add(
        _ logits: UnsafePointer<Float>, classes: Int, labels: RowLabels, part: Double = 1, share: Double,
        gradient: UnsafeMutablePointer<Float>?, to total: inout LossTotal
    ) {
        let target = Target(labels: labels, smoothing: smoothing, classes: classes)
        let weight = part * self.weight(of: labels)
        total.loss += weight * rowLoss(logits, classes, target, scale: weight * share, gradient: gradient)
        total.correct += Self.largest(logits, classes) == target.main ? 1 : 0
    }

    /// The answer that a row is trained towards.
    private struct Target {
        let labels: RowLabels
        let smoothing: Double
        let classes: Int

        /// The class with the larger share.
        var main: Int { labels.partnerShare > 0.5 ? labels.partner : labels.label }

        func share(of index: Int) -> Double {
            let own =
                (index == labels.label ? 1 - labels.partnerShare : 0)
                + (index == labels.partner ? labels.partnerShare : 0)
            return (1 - smoothing) * own + smoothing / Double(classes)
        }
    }

    private func weight(of labels: RowLabels) -> Double {
        guard let weights else { return 1 }
        return (1 - labels.partnerShare) * weights[labels.label] + labels.partnerShare * weights[labels.partner]
    }

    /// The loss of a row before its weight; writes `scale` times its gradient.
    private func rowLoss(
        _ logits: UnsafePointer<Float>, _ classes: Int, _ target: Target, scale: Double,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        let normaliser = Softmax.logSumExp(logits, classes, temperature: 1)
        var loss = 0.0
        // The sum over classes of the probability times the loss' derivative with respect to it.
        var pull = 0.0
        for index in 0..<classes {
            let term = term(logProbability: Double(logits[index]) - normaliser, share: target.share(of: index))
            loss += term.loss
            pull += term.slope
        }
        if let gradient {
            for index in 0..<classes {
                let logProbability = Double(logits[index]) - normaliser
                let slope = term(logProbability: logProbability, share: target.share(of: index)).slope
                gradient[index] = Float(scale * (slope - exp(logProbability) * pull))
            }
        }
        return loss
    }

    /// One class' part of a row's loss, and the probability times its derivative.
    private func term(logProbability: Double, share: Double) -> (loss: Double, slope: Double) {
        guard focus > 0 else { return (-share * logProbability, -share) }
        let probability = exp(logProbability)
        let rest = -expm1(logProbability)
        guard rest > 0 else { return (0, 0) }
        let factor = pow(rest, focus)
        return (
            -share * factor * logProbability,
            share * (focus * probability * factor / rest * logProbability - factor)
        )
    }

    /// The index of the largest logit, the first of equal ones.
    static func largest(_ logits: UnsafePointer<Float>, _ classes: Int) -> Int {
        var best = 0
        for index in 1..<classes where logits[index] > logits[best] { best = index }
        return best
    }
}
