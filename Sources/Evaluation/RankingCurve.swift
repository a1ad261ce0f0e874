/// How well probabilities order photographs whatever the threshold: the counts at every threshold.
public struct RankingCurve: Sendable, Equatable {
    /// The counts when every photograph with at least a certain probability is called aesthetic.
    public struct Point: Sendable, Equatable {
        /// The lowest probability that is called aesthetic.
        public let threshold: Double
        /// Aesthetic photographs at or above the threshold.
        public let truePositives: Int
        /// Other photographs at or above the threshold.
        public let falsePositives: Int
    }

    /// One point for each different probability, from the highest to the lowest.
    public let points: [Point]
    /// The number of aesthetic photographs.
    public let positives: Int
    /// The number of other photographs.
    public let negatives: Int

    /// Counts at every threshold.
    ///
    /// Cost: one sort.
    ///
    /// - Parameters:
    ///   - truths: whether each photograph is aesthetic.
    ///   - probabilities: the probability of each, in the same order.
    /// - Precondition: there are as many probabilities as truths, and none is NaN.
    public init(truths: [Bool], probabilities: [Double]) {
        precondition(truths.count == probabilities.count, "\(truths.count) truths, \(probabilities.count) probabilities")
        precondition(!probabilities.contains(where: \.isNaN), "a probability is not a number")
        var points: [Point] = []
        var (trues, falses) = (0, 0)
        let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
        for (place, index) in order.enumerated() {
            if truths[index] { trues += 1 } else { falses += 1 }
            let isLastOfTied = place + 1 == order.count || probabilities[order[place + 1]] != probabilities[index]
            if isLastOfTied {
                points.append(Point(threshold: probabilities[index], truePositives: trues, falsePositives: falses))
            }
        }
        self.points = points
        (positives, negatives) = (trues, falses)
    }

    /// The area under the receiver operating characteristic; nil unless there are photographs of both classes.
    ///
    /// It is the share of all pairs of an aesthetic and another photograph in which the aesthetic one has the higher
    /// probability, with equal ones counted half (Mann and Whitney 1947).
    public var area: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        // Half pairs are counted as integers, so that the result does not depend on the order of summation.
        var halfPairs = 0
        var last = (trues: 0, falses: 0)
        for point in points {
            halfPairs += (point.falsePositives - last.falses) * (point.truePositives + last.trues)
            last = (point.truePositives, point.falsePositives)
        }
        return Double(halfPairs) / (2 * Double(positives) * Double(negatives))
    }

    /// The mean of the precisions at each threshold, weighted by what the threshold adds to recall, without interpolation; nil
    /// if no photograph is aesthetic.
    public var averagePrecision: Double? {
        guard positives > 0 else { return nil }
        var sum = 0.0
        var last = 0
        for point in points {
            sum +=
                Double(point.truePositives - last) * Double(point.truePositives)
                / Double(point.truePositives + point.falsePositives)
            last = point.truePositives
        }
        return sum / Double(positives)
    }
}
