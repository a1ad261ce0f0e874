/// Measures of how well probabilities order photographs, whatever the threshold.
public enum RankingCurve {
    /// The area under the receiver operating characteristic: the part of all pairs of an aesthetic and another
    /// photograph in which the aesthetic one has the higher probability, equal ones counted half (Mann and Whitney
    /// 1947). Nil unless there are photographs of both kinds. Cost: one sort.
    ///
    /// - Precondition: truths and probabilities are equally many; probabilities are not NaN.
    public static func area(truths: [Bool], probabilities: [Double]) -> Double? {
        precondition(truths.count == probabilities.count, "\(truths.count) truths, \(probabilities.count) probabilities")
        precondition(!probabilities.contains(where: \.isNaN), "a probability is not a number")
        let positives = truths.count { $0 }
        let negatives = truths.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        // Pairs are counted in halves, in whole numbers, so that the result does not depend on the order of sums.
        var halfPairs = 0
        var negativesBelow = 0
        var start = 0
        while start < order.count {
            var end = start
            var tiedPositives = 0
            while end < order.count, probabilities[order[end]] == probabilities[order[start]] {
                if truths[order[end]] { tiedPositives += 1 }
                end += 1
            }
            let tiedNegatives = end - start - tiedPositives
            halfPairs += tiedPositives * (2 * negativesBelow + tiedNegatives)
            negativesBelow += tiedNegatives
            start = end
        }
        return Double(halfPairs) / (2 * Double(positives) * Double(negatives))
    }
}
