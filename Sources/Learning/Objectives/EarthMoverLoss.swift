import Foundation
import Kernels
import Matrices

/// The squared earth mover's distance between a predicted distribution over ordered bins and the true one (Hou, Yu and Samaras
/// 2016).
///
/// It is the sum over bins of the squared difference of the cumulative distributions. Talebi and Milanfar (2018) train with the
/// root of its mean over the bins, which has the same minimum, but counts rows that are nearly right for more.
enum EarthMoverLoss {
    /// The distance of one row; writes `scale` times its gradient with respect to the logits.
    ///
    /// Logits, target and gradient are `[bins]`; the target sums to 1. The gradient of a root of 0 is 0.
    static func row(
        _ logits: UnsafePointer<Float>, bins: Int, target: UnsafePointer<Float>, scale: Double, form: EarthMoverForm = .squared,
        gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
        var scale = scale
        let normaliser = Softmax.logSumExp(logits, bins, temperature: 1)
        var (loss, surplus, slope, pull) = (0.0, 0.0, 0.0, 0.0)
        for bin in 0..<bins {
            surplus += exp(Double(logits[bin]) - normaliser) - Double(target[bin])
            loss += surplus * surplus
            slope += 2 * surplus
        }
        if form == .root {
            loss = (loss / Double(bins)).squareRoot()
            scale = loss > 0 ? scale / (2 * Double(bins) * loss) : 0
        }
        guard let gradient else { return loss }
        // The derivative with respect to a bin's probability is twice the sum of the differences from that bin on. The loop
        // starts with the sum of all differences and takes off those of the bins before.
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

/// How the distance between two distributions of ratings becomes a loss.
public enum EarthMoverForm: String, Codable, Sendable {
    /// The sum of the squared differences (Hou, Yu and Samaras 2016).
    case squared
    /// The root of their mean (Talebi and Milanfar 2018).
    case root
}
