import Foundation
import Kernels
import Matrices

/// The squared earth mover's distance between a predicted distribution over ordered bins and the true one (Hou, Yu and
/// Samaras 2016): the sum over bins of the squared difference of what lies up to the bin.
///
/// Talebi and Milanfar (2018) train by its root over the bins' number, whose minimum is the same.
enum EarthMoverLoss {
    /// The distance of one row; writes `scale` times its gradient with respect to the logits.
    ///
    /// Shapes: logits, target and gradient `[bins]`; the target sums to 1.
    static func row(
        _ logits: UnsafePointer<Float>, bins: Int, target: UnsafePointer<Float>, scale: Double,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        let normaliser = Softmax.logSumExp(logits, bins, temperature: 1)
        var (loss, surplus, slope, pull) = (0.0, 0.0, 0.0, 0.0)
        for bin in 0..<bins {
            surplus += exp(Double(logits[bin]) - normaliser) - Double(target[bin])
            loss += surplus * surplus
            slope += 2 * surplus
        }
        guard let gradient else { return loss }
        // The derivative with respect to a bin's probability is twice the sum of the differences from it on; it is summed
        // from the first bin, of which all of them are.
        surplus = 0
        var rest = slope
        for bin in 0..<bins {
            let probability = exp(Double(logits[bin]) - normaliser)
            pull += probability * rest
            surplus += probability - Double(target[bin])
            rest -= 2 * surplus
        }
        (surplus, rest) = (0, slope)
        for bin in 0..<bins {
            let probability = exp(Double(logits[bin]) - normaliser)
            gradient[bin] = Float(scale * probability * (rest - pull))
            surplus += probability - Double(target[bin])
            rest -= 2 * surplus
        }
        return loss
    }

    /// Whether the predicted mean lies on the same side of the middle of the scale as the true one.
    static func isOnSameSide(_ logits: UnsafePointer<Float>, bins: Int, target: UnsafePointer<Float>) -> Bool {
        let normaliser = Softmax.logSumExp(logits, bins, temperature: 1)
        var (predicted, truth) = (0.0, 0.0)
        for bin in 0..<bins {
            let score = Double(bin + 1) - RatingScale.middle(ofBins: bins)
            predicted += score * exp(Double(logits[bin]) - normaliser)
            truth += score * Double(target[bin])
        }
        return (predicted >= 0) == (truth >= 0)
    }
}
