import Foundation

/// A share of right verdicts with all that it takes to judge it: of how many, how sure, and what little effort would reach.
public struct MeasuredAccuracy: Codable, Sendable, Equatable {
    public let right: Int
    public let photographs: Int
    /// Photographs of the larger class: right if that were said of every one.
    public let majority: Int

    /// - Precondition: `right` and `ones`, the photographs of one of two classes, are at most all of them.
    public init(right: Int, photographs: Int, ones: Int) {
        precondition(0...photographs ~= right && 0...photographs ~= ones, "\(right) and \(ones) of \(photographs)")
        self.right = right
        self.photographs = photographs
        majority = max(ones, photographs - ones)
    }

    /// The same from a share, such as a mean over parts of nearly equal size.
    public init(share: Double, photographs: Int, ones: Int) {
        let right = share.isFinite ? Int((min(max(share, 0), 1) * Double(photographs)).rounded()) : 0
        self.init(right: right, photographs: photographs, ones: ones)
    }

    public var share: Double { photographs == 0 ? 0 : Double(right) / Double(photographs) }
    public var majorityShare: Double { photographs == 0 ? 0 : Double(majority) / Double(photographs) }
    /// Wilson's, of 95 %; nil without photographs.
    public var interval: WilsonInterval? { WilsonInterval(successes: right, trials: photographs) }

    /// Such as `accuracy 87.22 % of 133 photographs (95 % interval 80.5 to 91.9; 65.41 % if all were called the commoner class)`.
    public var words: String {
        guard let interval else { return "accuracy unknown, of 0 photographs" }
        return String(
            format:
                "accuracy %.2f %% of %d photographs (95 %% interval %.1f to %.1f; %.2f %% if all were called the commoner class)",
            100 * share, photographs, 100 * interval.lower, 100 * interval.upper, 100 * majorityShare)
    }
}
