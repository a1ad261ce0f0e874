import Foundation
import Learning

/// The columns that tell most about the label, each by itself: mutual information in nats, estimated from the distances of
/// nearest neighbours (Ross 2014), as scikit-learn does.
///
/// A photograph's radius is the distance to its k-th neighbour of its own class; the more photographs of either class
/// lie nearer than that, the less the column tells. Where several lie at the radius itself, as in columns of whole or
/// rounded numbers, scikit-learn adds noise that puts them into a random order; here stands the mean over all such orders,
/// so that there is no noise in the result. Negative estimates become 0. Cost: rows log rows a column.
public struct MutualInformation: ColumnSelector {
    /// k, at least 1.
    public let neighbours: Int

    /// Throws `LearningError.configurationValue` for fewer than one neighbour.
    public init(neighbours: Int = 3) throws(LearningError) {
        guard neighbours >= 1 else {
            throw .configurationValue(
                name: "number of neighbours (--neighbours)", value: Double(neighbours), expected: "at least 1")
        }
        self.neighbours = neighbours
    }

    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection(best: count, of: scores(of: data))
    }

    /// The estimate for every column. A class of a single photograph is left out, as it has no neighbour.
    public func scores(of data: LabelledColumns) -> [Double] {
        let members = [0, 1].map { label in data.labels.indices.filter { data.labels[$0] == label } }
            .filter { $0.count > 1 }
        let total = members.reduce(0) { $0 + $1.count }
        let digamma = Self.digamma(upTo: total)
        return data.score { values in
            let classes = members.map { $0.map { values[$0] }.sorted() }
            let all = classes.joined().sorted()
            var sum = 0.0
            for sorted in classes {
                let k = min(neighbours, sorted.count - 1)
                for place in sorted.indices {
                    let radius = Self.radius(in: sorted, around: place, neighbours: k)
                    let near = Neighbours(in: all, around: sorted[place], radius: radius)
                    let own = Neighbours(in: sorted, around: sorted[place], radius: radius)
                    sum += digamma[k] - digamma[sorted.count] - near.meanDigamma(atNeighbour: k, of: own, digamma)
                }
            }
            return total == 0 ? 0 : max(0, digamma[total] + sum / Double(total))
        }
    }

    /// The distance of a value to its k-th neighbour among ascending ones, of which it is one.
    private static func radius(in sorted: [Float], around place: Int, neighbours k: Int) -> Double {
        let value = Double(sorted[place])
        return (max(0, place - k)...min(place, sorted.count - 1 - k)).reduce(Double.infinity) { least, first in
            min(least, max(value - Double(sorted[first]), Double(sorted[first + k]) - value))
        }
    }

    /// digamma(1), digamma(2), … at their own places.
    private static func digamma(upTo count: Int) -> [Double] {
        var values = [0.0, -0.577_215_664_901_532_9]
        for number in 1..<max(2, count) { values.append(values[number] + 1 / Double(number)) }
        return values
    }
}

/// How many other values lie around one of them.
private struct Neighbours {
    /// Nearer than the radius.
    let inside: Int
    /// At the radius.
    let tied: Int

    /// - Precondition: `sorted` ascends and holds `value`.
    init(in sorted: [Float], around value: Float, radius: Double) {
        let centre = Double(value)
        let reached =
            sorted.partition { Double($0) > centre && Double($0) - centre > radius }
            - sorted.partition { Double($0) >= centre || centre - Double($0) <= radius }
        let nearer =
            sorted.partition { Double($0) > centre && Double($0) - centre >= radius }
            - sorted.partition { Double($0) >= centre || centre - Double($0) < radius }
        // The value itself lies at a radius of 0, or nearer than any other.
        inside = radius > 0 ? nearer - 1 : 0
        tied = radius > 0 ? reached - nearer : reached - 1
    }

    /// The mean, over all orders of the tied values, of digamma of the rank that the k-th neighbour among `own` has among
    /// these, of which `own` are a part.
    func meanDigamma(atNeighbour k: Int, of own: Neighbours, _ digamma: [Double]) -> Double {
        // The neighbour is the wanted one of the tied own ones; its rank among all tied ones is hypergeometric.
        let wanted = k - own.inside
        if tied == own.tied { return digamma[inside + wanted] }
        if inside == 0 { return digamma[tied + 1] + digamma[wanted] - digamma[own.tied + 1] }
        let others = tied - own.tied
        var share = exp(
            logarithmOfChoices(tied - wanted, own.tied - wanted) - logarithmOfChoices(tied, own.tied))
        var mean = 0.0
        for rank in wanted...wanted + others {
            mean += share * digamma[inside + rank]
            let (taken, left) = (Double(rank - wanted + 1), Double(max(1, tied - rank)))
            share *= Double(rank) / taken * Double(others - rank + wanted) / left
        }
        return mean
    }

    private func logarithmOfChoices(_ count: Int, _ chosen: Int) -> Double {
        lgamma(Double(count + 1)) - lgamma(Double(chosen + 1)) - lgamma(Double(count - chosen + 1))
    }
}

extension [Float] {
    /// The first place at which `isAfter` holds, of elements for which it holds from some place on.
    fileprivate func partition(_ isAfter: (Float) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
