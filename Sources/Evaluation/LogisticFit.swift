import Foundation

/// A least-squares fit of a logistic curve to standardised predictions.
///
/// Height, tilt and offset follow in closed form from centre and slope. These two are found by the Levenberg-Marquardt
/// method on the remaining residuals (variable projection; Golub and Pereyra 1973, with Kaufman's derivative, 1975).
struct LogisticFit {
    /// A choice of centre and slope, with what follows from it.
    struct Point {
        let centre: Double
        let logSlope: Double
        let height: Double
        /// The remaining sum of squares.
        let cost: Double
        let residuals: [Double]
        /// The curve without the part that a constant and a straight line explain.
        let curve: [Double]
    }

    private let x: [Double]
    private let y: [Double]
    /// `y` without the part that a constant and, with a tilt, a straight line explain.
    private let rest: [Double]
    private let hasTilt: Bool
    private let centres: ClosedRange<Double>
    private static let logSlopes = log(0.1)...log(50)

    init(_ x: [Double], _ y: [Double], hasTilt: Bool) {
        (self.x, self.y, self.hasTilt) = (x, y, hasTilt)
        centres = ((x.min() ?? 0) - 3)...((x.max() ?? 0) + 3)
        rest = Self.projected(y, x: x, hasTilt: hasTilt)
    }

    static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    func best() -> Point {
        let starts = [-1, 0, 1].flatMap { centre in [0.5, 2, 8].map { point(Double(centre), log($0)) } }
        return starts.map(descended).min { $0.cost < $1.cost } ?? point(0, 0)
    }

    func linearPart(of point: Point) -> (tilt: Double, offset: Double) {
        let slope = exp(point.logSlope)
        let left = zip(x, y).map { $1 - point.height * (Self.sigmoid(slope * ($0 - point.centre)) - 0.5) }
        // The predictions have mean 0 and deviation 1.
        let tilt = hasTilt ? Self.product(left, x) / Double(x.count) : 0
        return (tilt, left.reduce(0, +) / Double(x.count))
    }

    private func point(_ centre: Double, _ logSlope: Double) -> Point {
        let slope = exp(logSlope)
        let curve = projected(x.map { Self.sigmoid(slope * ($0 - centre)) - 0.5 })
        let square = Self.product(curve, curve)
        let height = square > 1e-18 * Double(x.count) ? Self.product(curve, rest) / square : 0
        let residuals = zip(rest, curve).map { $0 - height * $1 }
        return Point(
            centre: centre, logSlope: logSlope, height: height, cost: Self.product(residuals, residuals),
            residuals: residuals, curve: curve)
    }

    /// The minimum that is reached when descending from a point.
    private func descended(from start: Point) -> Point {
        var (point, damping) = (start, 1e-3)
        for _ in 0..<200 {
            let columns = derivatives(at: point)
            let gradient = columns.map { Self.product($0, point.residuals) }
            let (aa, bb) = (Self.product(columns[0], columns[0]), Self.product(columns[1], columns[1]))
            let ab = Self.product(columns[0], columns[1])
            var isLower = false
            while !isLower, damping < 1e12 {
                let (a, b) = (aa * (1 + damping) + 1e-300, bb * (1 + damping) + 1e-300)
                let determinant = a * b - ab * ab
                let step = (
                    (b * gradient[0] - ab * gradient[1]) / determinant, (a * gradient[1] - ab * gradient[0]) / determinant
                )
                guard step.0.isFinite, step.1.isFinite else { return point }
                let next = self.point(
                    Self.clamped(point.centre + step.0, centres), Self.clamped(point.logSlope + step.1, Self.logSlopes))
                isLower = next.cost < point.cost
                if isLower {
                    let isDone = point.cost - next.cost < 1e-15 * point.cost
                    (point, damping) = (next, damping / 5)
                    if isDone { return point }
                } else {
                    damping *= 4
                }
            }
            if !isLower { return point }
        }
        return point
    }

    /// Derivatives by the centre and by the slope's logarithm: how the scaled curve changes where the linear part cannot follow.
    private func derivatives(at point: Point) -> [[Double]] {
        let slope = exp(point.logSlope)
        var byCentre: [Double] = [], bySlope: [Double] = []
        for x in x {
            let level = Self.sigmoid(slope * (x - point.centre))
            let steepness = point.height * level * (1 - level) * slope
            byCentre.append(-steepness)
            bySlope.append(steepness * (x - point.centre))
        }
        let square = Self.product(point.curve, point.curve)
        return [byCentre, bySlope].map { column in
            let column = projected(column)
            guard square > 0 else { return column }
            let share = Self.product(column, point.curve) / square
            return zip(column, point.curve).map { $0 - share * $1 }
        }
    }

    private func projected(_ values: [Double]) -> [Double] { Self.projected(values, x: x, hasTilt: hasTilt) }

    private static func projected(_ values: [Double], x: [Double], hasTilt: Bool) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        let centred = values.map { $0 - mean }
        guard hasTilt else { return centred }
        let share = product(centred, x) / product(x, x)
        return zip(centred, x).map { $0 - share * $1 }
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        min(max(value, range.lowerBound), range.upperBound)
    }
}
