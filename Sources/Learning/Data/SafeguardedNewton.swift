/// The root of a rising function, by steps of Newton inside an interval in which the sign changes.
///
/// Where a step would leave the interval, or is no shorter than half the step before, the interval is halved instead.
enum SafeguardedNewton {
    /// Enough to halve an interval down to two neighbouring numbers.
    private static let mostSteps = 200

    /// The root of `function`, to the precision of its values.
    ///
    /// - Parameters:
    ///   - reach: how far from 0 the root is looked for first; the interval grows by doubling until it holds the root.
    ///   - limit: how far from 0 the root is looked for at all; if it is further away, the result is near the limit.
    ///   - function: the value and the slope at a place.
    static func root(
        reach: Double, limit: Double, _ function: (Double) -> (value: Double, slope: Double)
    ) -> Double {
        var (low, high) = interval(reach: reach, limit: limit, function)
        var place = (low + high) / 2
        var lastStep = high - low
        for _ in 0..<mostSteps {
            let (value, slope) = function(place)
            if value == 0 { return place }
            if value < 0 { low = place } else { high = place }
            var next = place - value / slope
            // Written so that it also holds if the slope is 0, or the quotient is not a number.
            let isGood = next >= low && next <= high && abs(next - place) <= lastStep / 2
            if !isGood { next = (low + high) / 2 }
            lastStep = abs(next - place)
            place = next
            if lastStep <= 1e-15 * reach + 2 * place.ulp { return place }
        }
        return place
    }

    /// An interval at whose ends the function has different signs.
    private static func interval(
        reach: Double, limit: Double, _ function: (Double) -> (value: Double, slope: Double)
    ) -> (low: Double, high: Double) {
        var (low, high) = (-reach, reach)
        while function(low).value > 0, low > -limit { (low, high) = (2 * low, low) }
        while function(high).value < 0, high < limit { (low, high) = (high, 2 * high) }
        return (low, high)
    }
}
