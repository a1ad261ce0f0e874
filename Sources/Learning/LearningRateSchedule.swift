import Foundation

/// How the learning rate changes from epoch to epoch.
///
/// A rule is asked before every epoch, the first included, for the next rate given the current one, as Keras'
/// scheduling callback does.
public enum LearningRateSchedule: Codable, Sendable, Equatable {
    /// The rate stays as it is.
    case constant
    /// Before epoch e, counted from 0, the current rate is multiplied by exp(-decay * e); so epoch e runs at
    /// `initial * exp(-decay * e * (e + 1) / 2)`.
    case exponential(decay: Double)
    /// Before every epoch the current rate is multiplied by `factor`, and never falls below `floor`.
    case geometric(factor: Double, floor: Double)

    /// The rule of the published classifier: exponential with decay 0.048.
    public static let published = LearningRateSchedule.exponential(decay: 0.048)
    /// The rule of its second distillation stage: exponential with decay 0.04.
    public static let publishedDistillation = LearningRateSchedule.exponential(decay: 0.04)
    /// The geometric rule offered beside it: 0.725 * 1.05 an epoch, at least 0.0005.
    public static let publishedGeometric = LearningRateSchedule.geometric(factor: 0.76125, floor: 0.0005)

    /// The rate of epoch `epoch`, counted from 0, when the rate before it was `current`.
    public func rate(ofEpoch epoch: Int, current: Double) -> Double {
        switch self {
        case .constant: current
        case .exponential(let decay): current * exp(-decay * Double(epoch))
        case .geometric(let factor, let floor): max(current * factor, floor)
        }
    }

    func check() throws(LearningError) {
        switch self {
        case .constant: break
        case .exponential(let decay):
            if !(decay >= 0 && decay.isFinite) {
                throw .configurationValue(name: "decay of the learning rate", value: decay, expected: "0 or more")
            }
        case .geometric(let factor, let floor):
            if !(factor > 0 && factor <= 1) {
                throw .configurationValue(
                    name: "factor of the learning rate", value: factor, expected: "above 0 and at most 1")
            }
            if !(floor >= 0 && floor.isFinite) {
                throw .configurationValue(name: "floor of the learning rate", value: floor, expected: "0 or more")
            }
        }
    }
}
