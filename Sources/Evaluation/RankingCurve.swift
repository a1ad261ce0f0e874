/// How well probabilities order photographs, whatever the threshold: the counts at every threshold.
public struct RankingCurve: Sendable, Equatable {
    /// What is counted when every photograph from a probability on is called aesthetic.
    public struct Point: Sendable, Equatable {
        public let threshold: Double
        public let truePositives: Int
        public let falsePositives: Int
    }

    /// One for each different probability, from the highest to the lowest.
    public let points: [Point]
    public let positives: Int
    public let negatives: Int

    /// Cost: one sort.
    ///
    /// - Precondition: truths and probabilities are equally many; probabilities are not NaN.
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

    /// The area under the receiver operating characteristic: the part of all pairs of an aesthetic and another
    /// photograph in which the aesthetic one has the higher probability, equal ones counted half (Mann and Whitney
    /// 1947). Nil unless there are photographs of both kinds.
    public var area: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        // Pairs are counted in halves, in whole numbers, so that the result does not depend on the order of sums.
        var halfPairs = 0
        var last = (trues: 0, falses: 0)
        for point in points {
            halfPairs += (point.falsePositives - last.falses) * (point.truePositives + last.trues)
            last = (point.truePositives, point.falsePositives)
        }
        return Double(halfPairs) / (2 * Double(positives) * Double(negatives))
    }

    /// The mean of the precisions at each threshold, weighted by what it adds to recall, without interpolation. Nil
    /// where no photograph is aesthetic.
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
