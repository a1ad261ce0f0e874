import Foundation

/// How the learning rate changes from epoch to epoch.
///
/// As in Keras' scheduling callback, a rule is called before every epoch, including the first, and turns the current rate into
/// the next one.
public enum LearningRateSchedule: Codable, Sendable, Equatable {
    /// The rate stays as it is.
    case constant
    /// Multiplies the rate by exp(-decay * e) before epoch e, counted from 0.
    ///
    /// Epoch e therefore runs at `initial * exp(-decay * e * (e + 1) / 2)`.
    case exponential(decay: Double)
    /// Multiplies the rate by `factor` before every epoch, but never goes below `floor`.
    case geometric(factor: Double, floor: Double)
    /// Follows half a cosine from the initial rate at epoch 0 towards `floor` at epoch `epochs`, which is never run (Loshchilov
    /// and Hutter 2017, without restarts).
    case cosine(floor: Double, epochs: Int)
    /// Multiplies the rate by `factor`, but never goes below `floor`, after `patience` epochs in a row without a lower
    /// validation loss.
    ///
    /// The count then starts again.
    case plateau(factor: Double, patience: Int, floor: Double)

    /// The rule of the published classifier: exponential with decay 0.048.
    public static let published = LearningRateSchedule.exponential(decay: 0.048)
    /// The rule of its second distillation stage: exponential with decay 0.04.
    public static let publishedDistillation = LearningRateSchedule.exponential(decay: 0.04)
    /// The geometric rule that was published as an alternative: 0.725 * 1.05 for each epoch, at least 0.0005.
    public static let publishedGeometric = LearningRateSchedule.geometric(factor: 0.76125, floor: 0.0005)

    /// The learning rate of an epoch.
    ///
    /// - Parameters:
    ///   - epoch: Counted from 0.
    ///   - current: The rate before the epoch.
    ///   - validationLosses: The losses after each of the epochs before.
    public func rate(ofEpoch epoch: Int, current: Double, validationLosses: [Double] = []) -> Double {
        switch self {
        case .constant: current
        case .exponential(let decay): current * exp(-decay * Double(epoch))
        case .geometric(let factor, let floor): max(current * factor, floor)
        case .cosine(let floor, let epochs): Self.cosineRate(epoch, of: epochs, current: current, floor: floor)
        case .plateau(let factor, let patience, let floor):
            Self.endsAPlateau(validationLosses, patience: patience) ? max(current * factor, floor) : current
        }
    }

    private static func cosineRate(_ epoch: Int, of epochs: Int, current: Double, floor: Double) -> Double {
        guard epoch > 0 else { return current }
        guard epoch < epochs else { return floor }
        func height(_ epoch: Int) -> Double { 1 + cos(Double.pi * Double(epoch) / Double(epochs)) }
        return floor + (current - floor) * height(epoch) / height(epoch - 1)
    }

    /// Whether the last `patience` losses were all no lower than the best loss before them.
    private static func endsAPlateau(_ losses: [Double], patience: Int) -> Bool {
        var best = Double.infinity
        var waited = 0
        for loss in losses {
            if waited == patience { waited = 0 }
            waited = loss < best ? 0 : waited + 1
            best = min(best, loss)
        }
        return waited == patience
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
            try Self.check(floor: floor)
        case .cosine(let floor, let epochs):
            try Self.check(floor: floor)
            if epochs < 1 {
                throw .configurationValue(name: "number of epochs of the cosine", value: Double(epochs), expected: "at least 1")
            }
        case .plateau(let factor, let patience, let floor):
            try Self.geometric(factor: factor, floor: floor).check()
            if patience < 1 {
                throw .configurationValue(
                    name: "patience of the learning rate", value: Double(patience), expected: "at least 1")
            }
        }
    }

    private static func check(floor: Double) throws(LearningError) {
        if !(floor >= 0 && floor.isFinite) {
            throw .configurationValue(name: "floor of the learning rate", value: floor, expected: "0 or more")
        }
    }
}
