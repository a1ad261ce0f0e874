import Foundation

/// A curve from predictions to mean scores, fitted by least squares:
/// y = height (1 / (1 + exp(-slope (x - centre))) - 1/2) + tilt x + offset.
///
/// With five parameters it is that of Sheikh, Sabir and Bovik (2006, IEEE Trans. Image Process. 15); with four `tilt` is 0,
/// which is the curve of the Video Quality Experts Group (2000) between two levels. Neither is held to be monotone: a
/// prediction that runs against the scores is turned over.
public struct LogisticMapping: Sendable, Codable, Equatable {
    public enum Form: Int, Sendable, Codable, CaseIterable {
        case fourParameters = 4
        case fiveParameters = 5
    }

    public let form: Form
    public let height: Double
    public let slope: Double
    public let centre: Double
    public let tilt: Double
    public let offset: Double

    public func callAsFunction(_ x: Double) -> Double {
        height * (LogisticFit.sigmoid(slope * (x - centre)) - 0.5) + tilt * x + offset
    }

    /// The curve with the smallest sum of squares that is found from nine starts. Its slope stays between a tenth and
    /// fifty times the inverse of the deviation of `x`, and its centre within three deviations of the values, since for
    /// straight and for stepped relations no finite slope is best.
    ///
    /// Nil unless there are more pairs than parameters and `x` varies. Cost: some hundred passes over the pairs.
    /// - Precondition: both are equally many.
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
