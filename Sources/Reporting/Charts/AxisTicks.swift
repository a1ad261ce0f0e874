import Foundation

/// Round numbers along an axis.
package struct AxisTicks: Equatable {
    package let values: [Double]
    private let decimals: Int
    private let isLogarithmic: Bool

    /// Chooses about `count` multiples of 1, 2 or 5 times a power of ten within a range.
    ///
    /// With `isWhole`, only whole numbers are chosen, for axes on which nothing lies between them.
    /// - Precondition: the range is finite and not empty.
    package init(within range: ClosedRange<Double>, count: Int = 5, isWhole: Bool = false) {
        precondition(range.lowerBound < range.upperBound, "an axis needs a range")
        let rough = (range.upperBound - range.lowerBound) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let round = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
        let step = isWhole ? max(1, round) : round
        decimals = max(0, Int(-floor(log10(step * 1.001))))
        isLogarithmic = false
        let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        values = first <= last ? (first...last).map { Double($0) * step } : []
    }

    /// Chooses at most about `count` powers of ten within a range.
    ///
    /// - Precondition: the range is above 0.
    package init(powersWithin range: ClosedRange<Double>, count: Int = 6) {
        precondition(range.lowerBound > 0, "powers of ten lie above 0")
        let first = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
        let last = Int((log10(range.upperBound) + 1e-9).rounded(.down))
        let step = max(1, (last - first + count) / count)
        values = first <= last ? stride(from: first, through: last, by: step).map { pow(10, Double($0)) } : []
        decimals = 0
        isLogarithmic = true
    }

    package func label(_ value: Double) -> String {
        if isLogarithmic || abs(value) >= 1_000_000 { return String(format: "%g", value) }
        return String(format: "%.\(decimals)f", value)
    }
}
