import Foundation
import Learning

/// A selector of the columns that tell most about the label, each by itself.
///
/// It estimates mutual information in nats from the distances of nearest neighbours (Ross 2014), as scikit-learn does. A
/// photograph's radius is the distance to its k-th neighbour in its own class. The more photographs of either class are closer
/// than that, the less the column tells. Several photographs may be exactly at the radius, as in columns of whole or rounded
/// numbers. There, scikit-learn adds noise that puts them into a random order; this takes the mean over all such orders, so the
/// result is free of noise. Negative estimates become 0. Cost: rows log rows per column.
public struct MutualInformation: ColumnSelector {
    /// The number k of neighbours, at least 1.
    public let neighbours: Int

    /// Makes a selector.
    ///
    /// - Parameter neighbours: the number k of neighbours, at least 1.
    /// - Throws: `LearningError.configurationValue` for fewer than one neighbour.
    public init(neighbours: Int = 3) throws(LearningError) {
        guard neighbours >= 1 else {
            throw .configurationValue(
                name: "number of neighbours", value: Double(neighbours), expected: "at least 1", setting: .neighbours)
        }
        self.neighbours = neighbours
    }

    /// Implements the requirement of `ColumnSelector`.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection(best: count, of: scores(of: data))
    }

    /// The estimate for every column, in nats.
    ///
    /// A class with a single photograph is left out, as it has no neighbour.
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

    /// The distance of a value to its k-th neighbour among ascending values, to which it belongs.
    private static func radius(in sorted: [Float], around place: Int, neighbours k: Int) -> Double {
        let value = Double(sorted[place])
        return (max(0, place - k)...min(place, sorted.count - 1 - k)).reduce(Double.infinity) { least, first in
            min(least, max(value - Double(sorted[first]), Double(sorted[first + k]) - value))
        }
    }

    /// digamma(1), digamma(2), …, at the indices 1, 2, ….
    private static func digamma(upTo count: Int) -> [Double] {
        var values = [0.0, -0.577_215_664_901_532_9]
        for number in 1..<max(2, count) { values.append(values[number] + 1 / Double(number)) }
        return values
    }
}

/// The number of other values around a value.
private struct Neighbours {
    /// Those closer than the radius.
    let inside: Int
    /// Those exactly at the radius.
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
        // The value itself is at a radius of 0, or closer than any other.
        inside = radius > 0 ? nearer - 1 : 0
        tied = radius > 0 ? reached - nearer : reached - 1
    }

    /// The mean of digamma of the k-th neighbour's rank, over all orders of the tied values.
    ///
    /// The neighbour is the k-th one among `own`, and its rank is that among all of these, to which `own` belong.
    func meanDigamma(atNeighbour k: Int, of own: Neighbours, _ digamma: [Double]) -> Double {
        // The neighbour is one of the tied values of its own class; its rank among all tied values is hypergeometric.
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
    /// The first place at which `isAfter` holds, given that it holds for all later elements too.
    fileprivate func partition(_ isAfter: (Float) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
