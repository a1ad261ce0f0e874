import Foundation

/// A curve from predictions to mean scores, fitted by least squares: y = height (1 / (1 + exp(-slope (x - centre))) - 1/2) +
/// tilt x + offset.
///
/// With five parameters it is the curve of Sheikh, Sabir and Bovik (2006, IEEE Trans. Image Process. 15). With four, `tilt` is
/// 0, which gives the curve between two levels of the Video Quality Experts Group (2000). Neither is forced to be monotone or
/// to rise: predictions that run against the scores are turned around.
public struct LogisticMapping: Sendable, Codable, Equatable {
    /// The number of parameters of the curve.
    public enum Form: Int, Sendable, Codable, CaseIterable {
        /// A curve between two levels, without a tilt.
        case fourParameters = 4
        /// A curve with a tilt.
        case fiveParameters = 5
    }

    /// The number of parameters that were fitted.
    public let form: Form
    /// The distance between the two levels of the logistic part.
    public let height: Double
    /// The steepness of the logistic part, per unit of x.
    public let slope: Double
    /// The x at which the logistic part is halfway between its levels.
    public let centre: Double
    /// The slope of the straight line, per unit of x; 0 with four parameters.
    public let tilt: Double
    /// The constant added to the curve.
    public let offset: Double

    /// The curve's value for a prediction.
    public func callAsFunction(_ x: Double) -> Double {
        height * (LogisticFit.sigmoid(slope * (x - centre)) - 0.5) + tilt * x + offset
    }

    /// Fits the curve with the smallest sum of squares that is found from nine starts; nil unless there are more pairs than
    /// parameters and `x` varies.
    ///
    /// The slope stays between a tenth and fifty times the inverse of the deviation of `x`, and the centre within three
    /// deviations of the values, because no finite slope is best for straight or stepped relations. Cost: a few hundred
    /// passes over the pairs.
    ///
    /// - Parameters:
    ///   - form: the number of parameters.
    ///   - x: predictions.
    ///   - y: mean scores, one per prediction.
    /// - Precondition: there are as many values of `y` as of `x`.
    public init?(_ form: Form, from x: [Double], to y: [Double]) {
        precondition(x.count == y.count, "\(x.count) and \(y.count) values")
        guard x.count > form.rawValue, x.contains(where: { $0 != x[0] }) else { return nil }
        let mean = x.reduce(0, +) / Double(x.count)
        let deviation = (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)).squareRoot()
        guard deviation > 0 else { return nil }
        let fit = LogisticFit(x.map { ($0 - mean) / deviation }, y, hasTilt: form == .fiveParameters)
        let best = fit.best()
        self.form = form
        height = best.height
        slope = exp(best.logSlope) / deviation
        centre = mean + deviation * best.centre
        let linear = fit.linearPart(of: best)
        tilt = linear.tilt / deviation
        offset = linear.offset - linear.tilt * mean / deviation
    }
}
