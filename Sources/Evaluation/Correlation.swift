/// Correlation coefficients of two quantities measured on the same photographs.
public enum Correlation {
    /// Pearson's coefficient, in [-1, 1].
    ///
    /// - Parameters:
    ///   - x: one quantity.
    ///   - y: the other quantity, in the same order.
    /// - Precondition: there are as many values of `y` as of `x`.
    /// - Returns: nil if one of the quantities does not vary.
    public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
        pearson(x, y, times: [Int](repeating: 1, count: x.count))
    }

    /// Spearman's coefficient: Pearson's coefficient of the ranks, with equal values at their mean rank.
    ///
    /// - Parameters:
    ///   - x: one quantity.
    ///   - y: the other quantity, in the same order.
    /// - Precondition: there are as many values of `y` as of `x`.
    /// - Returns: nil if one of the quantities does not vary.
    public static func spearman(_ x: [Double], _ y: [Double]) -> Double? { PairedSample(x, y).spearman }

    /// Kendall's tau-b, in [-1, 1].
    ///
    /// It is the number of pairs in the same order less that of pairs in opposite order, over the geometric mean of the numbers
    /// of pairs that each quantity tells apart (Kendall 1945). Cost: two sorts (Knight 1966, J. Am. Stat. Assoc. 61).
    ///
    /// - Parameters:
    ///   - x: one quantity.
    ///   - y: the other quantity, in the same order.
    /// - Precondition: there are as many values of `y` as of `x`.
    /// - Returns: nil if one of the quantities does not vary.
    public static func kendall(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "\(x.count) and \(y.count) values")
        var order = Array(x.indices)
        order.sort { (x[$0], y[$0]) < (x[$1], y[$1]) }
        let tiedInX = tiedPairs(order) { x[$0] == x[$1] }
        let tiedInBoth = tiedPairs(order) { x[$0] == x[$1] && y[$0] == y[$1] }
        var values = order.map { y[$0] }
        let opposite = sortCountingExchanges(&values)
        let tiedInY = tiedPairs(Array(values.indices)) { values[$0] == values[$1] }
        let pairs = x.count * (x.count - 1) / 2
        guard pairs > tiedInX, pairs > tiedInY else { return nil }
        let concordance = Double(pairs - tiedInX - tiedInY + tiedInBoth - 2 * opposite)
        return concordance / (Double(pairs - tiedInX) * Double(pairs - tiedInY)).squareRoot()
    }

    /// Pearson's coefficient with pair i counted `times[i]` times.
    static func pearson(_ x: [Double], _ y: [Double], times: [Int]) -> Double? {
        precondition(x.count == y.count && x.count == times.count, "\(x.count) and \(y.count) values")
        guard varies(x, times), varies(y, times) else { return nil }
        let total = Double(times.reduce(0, +))
        var means = (0.0, 0.0)
        for index in x.indices {
            means.0 += Double(times[index]) * x[index]
            means.1 += Double(times[index]) * y[index]
        }
        means = (means.0 / total, means.1 / total)
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for index in x.indices where times[index] > 0 {
            let (dx, dy, weight) = (x[index] - means.0, y[index] - means.1, Double(times[index]))
            xx += weight * dx * dx
            yy += weight * dy * dy
            xy += weight * dx * dy
        }
        // Rounding may exceed 1.
        return xx > 0 && yy > 0 ? min(1, max(-1, xy / (xx.squareRoot() * yy.squareRoot()))) : nil
    }

    private static func varies(_ values: [Double], _ times: [Int]) -> Bool {
        guard let first = times.firstIndex(where: { $0 > 0 }) else { return false }
        return values.indices.contains { times[$0] > 0 && values[$0] != values[first] }
    }

    /// The number of pairs within runs of equal neighbours.
    private static func tiedPairs(_ order: [Int], _ areEqual: (Int, Int) -> Bool) -> Int {
        var (pairs, run) = (0, 1)
        for place in order.indices.dropFirst() {
            run = areEqual(order[place - 1], order[place]) ? run + 1 : 1
            pairs += run - 1
        }
        return pairs
    }

    /// Sorts by merging and returns the number of pairs that were in the wrong order.
    private static func sortCountingExchanges(_ values: inout [Double]) -> Int {
        var (exchanges, width) = (0, 1)
        var merged = values
        while width < values.count {
            for start in stride(from: 0, to: values.count, by: 2 * width) {
                let (middle, end) = (min(start + width, values.count), min(start + 2 * width, values.count))
                var (left, right) = (start, middle)
                for place in start..<end {
                    if right == end || left < middle && values[left] <= values[right] {
                        merged[place] = values[left]
                        left += 1
                    } else {
                        merged[place] = values[right]
                        right += 1
                        exchanges += middle - left
                    }
                }
            }
            swap(&values, &merged)
            width *= 2
        }
        return exchanges
    }
}
