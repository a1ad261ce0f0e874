/// Points sorted by dominance, with the fast non-dominated sort and the crowding distance of NSGA-II (Deb, Pratap, Agarwal,
/// Meyarivan 2002).
///
/// Lower is better in every objective.
public struct ParetoRanking: Sendable, Equatable {
    /// The positions of the points of each front, ascending within a front.
    ///
    /// No point of the first front is dominated by any other; points of later fronts are dominated only by points of earlier
    /// ones.
    public let fronts: [[Int]]
    /// The front of each point, from 0.
    public let rank: [Int]
    /// How far apart a point's neighbours in its front are; infinite at the ends.
    ///
    /// The distances are summed over the objectives, each scaled to 1 over the front.
    public let crowding: [Double]

    /// Sorts points.
    ///
    /// Cost: points² times objectives.
    ///
    /// - Parameter points: `[points][objectives]`.
    public init(_ points: [[Double]]) {
        var dominated = [[Int]](repeating: [], count: points.count)
        var dominators = [Int](repeating: 0, count: points.count)
        for one in points.indices {
            for other in points.indices where Self.dominates(points[one], points[other]) {
                dominated[one].append(other)
                dominators[other] += 1
            }
        }
        var fronts: [[Int]] = []
        var rank = [Int](repeating: 0, count: points.count)
        var front = points.indices.filter { dominators[$0] == 0 }
        while !front.isEmpty {
            for point in front { rank[point] = fronts.count }
            fronts.append(front)
            var next: [Int] = []
            for point in front {
                for other in dominated[point] {
                    dominators[other] -= 1
                    if dominators[other] == 0 { next.append(other) }
                }
            }
            front = next.sorted()
        }
        self.fronts = fronts
        self.rank = rank
        var crowding = [Double](repeating: 0, count: points.count)
        for front in fronts { Self.addDistances(of: front, points, to: &crowding) }
        self.crowding = crowding
    }

    /// Whether `one` is no worse in any objective and better in at least one.
    ///
    /// - Parameters:
    ///   - one: the objectives of one point; lower is better.
    ///   - other: those of the other point.
    public static func dominates(_ one: [Double], _ other: [Double]) -> Bool {
        zip(one, other).allSatisfy { $0 <= $1 } && zip(one, other).contains { $0 < $1 }
    }

    /// The positions in order: better fronts first, less crowded points first within a front, and earlier ones first if equal.
    public var order: [Int] { rank.indices.sorted(by: isBefore) }

    /// The crowded comparison.
    func isBefore(_ one: Int, _ other: Int) -> Bool {
        if rank[one] != rank[other] { return rank[one] < rank[other] }
        return crowding[one] == crowding[other] ? one < other : crowding[one] > crowding[other]
    }

    private static func addDistances(of front: [Int], _ points: [[Double]], to crowding: inout [Double]) {
        for objective in (points.first ?? []).indices {
            func value(_ point: Int) -> Double { points[point][objective] }
            let sorted = front.sorted { value($0) == value($1) ? $0 < $1 : value($0) < value($1) }
            guard let first = sorted.first, let last = sorted.last else { continue }
            crowding[first] = .infinity
            crowding[last] = .infinity
            let width = value(last) - value(first)
            guard width > 0 else { continue }
            for place in sorted.indices.dropFirst().dropLast() {
                crowding[sorted[place]] += (value(sorted[place + 1]) - value(sorted[place - 1])) / width
            }
        }
    }
}
