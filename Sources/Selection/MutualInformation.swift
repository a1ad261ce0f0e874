import Learning

/// The columns that tell most about the label, each by itself: mutual information in nats, estimated from the distances of
/// nearest neighbours (Ross 2014), as scikit-learn does. Its noise, which breaks ties, is left out: where as many of a class
/// have the same value, all of them count as the neighbours (Gao et al. 2017).
///
/// A photograph's radius is the distance to its k-th neighbour of its own class; the more photographs of either class
/// lie nearer than that, the less the column tells. Negative estimates become 0. Cost: rows log rows a column.
public struct MutualInformation: ColumnSelector {
    /// k, at least 1.
    public let neighbours: Int

    /// Throws `LearningError.configurationValue` for fewer than one neighbour.
    public init(neighbours: Int = 3) throws(LearningError) {
        guard neighbours >= 1 else {
            throw .configurationValue(name: "number of neighbours (--neighbours)", value: Double(neighbours), expected: "at least 1")
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
                    let near = Self.count(in: all, around: sorted[place], nearerThan: radius)
                    let own = radius > 0 ? k : Self.count(in: sorted, around: sorted[place], nearerThan: radius)
                    sum += digamma[own] - digamma[sorted.count] - digamma[near]
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

    /// How many of ascending values lie nearer to one than `radius`, or at it; itself is one of them.
    private static func count(in sorted: [Float], around value: Float, nearerThan radius: Double) -> Int {
        let centre = Double(value)
        let first = sorted.partition { Double($0) >= centre || centre - Double($0) < radius }
        let end = sorted.partition { Double($0) > centre && Double($0) - centre >= radius }
        return end - first
    }

    /// digamma(1), digamma(2), … at their own places.
    private static func digamma(upTo count: Int) -> [Double] {
        var values = [0.0, -0.577_215_664_901_532_9]
        for number in 1..<max(2, count) { values.append(values[number] + 1 / Double(number)) }
        return values
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
