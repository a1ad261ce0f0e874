import Foundation

/// Round numbers along an axis.
package struct AxisTicks: Equatable {
    package let values: [Double]
    private let decimals: Int

    /// About `count` multiples of 1, 2 or 5 times a power of ten that lie within a range.
    ///
    /// - Precondition: the range is finite and not empty.
    package init(within range: ClosedRange<Double>, count: Int = 5) {
        precondition(range.lowerBound < range.upperBound, "an axis needs a range")
        let rough = (range.upperBound - range.lowerBound) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
        decimals = max(0, Int(-floor(log10(step * 1.001))))
        let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        values = first <= last ? (first...last).map { Double($0) * step } : []
    }

    package func label(_ value: Double) -> String {
        let isLarge = abs(value) >= 10_000
        return isLarge ? String(format: "%g", value) : String(format: "%.\(decimals)f", value)
    }
}
