import Foundation

/// A share of right verdicts with what is needed to judge it: the number of photographs, an interval, and the larger class.
public struct MeasuredAccuracy: Codable, Sendable, Equatable {
    /// The number of right verdicts.
    public let right: Int
    /// The number of photographs judged.
    public let photographs: Int
    /// The number of photographs of the larger class, all of which are right if every photograph is called that.
    public let majority: Int

    /// Makes an accuracy from counts.
    ///
    /// - Parameters:
    ///   - right: the number of right verdicts.
    ///   - photographs: the number of photographs judged.
    ///   - ones: the number of photographs of one of the two classes.
    /// - Precondition: `right` and `ones` are between 0 and `photographs`.
    public init(right: Int, photographs: Int, ones: Int) {
        precondition(0...photographs ~= right && 0...photographs ~= ones, "\(right) and \(ones) of \(photographs)")
        self.right = right
        self.photographs = photographs
        majority = max(ones, photographs - ones)
    }

    /// Makes an accuracy from a share, such as a mean over parts of nearly equal size.
    ///
    /// - Parameters:
    ///   - share: the share of right verdicts; it is limited to [0, 1] and rounded to a whole number of photographs.
    ///   - photographs: the number of photographs judged.
    ///   - ones: the number of photographs of one of the two classes, at most `photographs`.
    public init(share: Double, photographs: Int, ones: Int) {
        let right = share.isFinite ? Int((min(max(share, 0), 1) * Double(photographs)).rounded()) : 0
        self.init(right: right, photographs: photographs, ones: ones)
    }

    /// The share of right verdicts, in [0, 1]; 0 without photographs.
    public var share: Double { photographs == 0 ? 0 : Double(right) / Double(photographs) }
    /// The share of the larger class, in [0, 1]; 0 without photographs.
    public var majorityShare: Double { photographs == 0 ? 0 : Double(majority) / Double(photographs) }
    /// Wilson's 95 % interval of the share; nil without photographs.
    public var interval: WilsonInterval? { WilsonInterval(successes: right, trials: photographs) }

    /// The accuracy in words.
    ///
    /// For example `accuracy 87.22 % of 133 photographs (95 % interval 80.5 to 91.9; 65.41 % if all were called the commoner
    /// class)`.
    public var words: String {
        guard let interval else { return "accuracy unknown, of 0 photographs" }
        return String(
            format:
                "accuracy %.2f %% of %d photographs (95 %% interval %.1f to %.1f; %.2f %% if all were called the commoner class)",
            100 * share, photographs, 100 * interval.lower, 100 * interval.upper, 100 * majorityShare)
    }
}
