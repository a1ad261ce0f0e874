/// How far the sizes of pictures give their class away: a sign that the classes of a set came from two sources.
public struct SizeSeparation: Sendable, Equatable {
    /// What gives the class away, such as `their number of pixels`.
    public let words: String
    /// The number of photographs whose class the sizes tell correctly.
    public let right: Int
    /// The number of photographs whose size and label are known.
    public let photographs: Int

    /// The mean of both classes' shares from which sizes count as telling.
    private static let telling = 0.9
    /// With fewer photographs of a class, sizes may tell them apart by chance.
    private static let fewest = 8

    /// Looks for a rule by size; nil if no rule tells the classes apart, or if a class has too few photographs to say.
    ///
    /// The rules are one bound on the number of pixels, one bound on the ratio of the longer to the shorter side, and the exact
    /// sides, where each photograph is judged by the others of its size.
    ///
    /// - Parameters:
    ///   - sizes: width and height in pixels, one pair per photograph; those with a 0 are unknown and left out.
    ///   - labels: 1 for aesthetic, 0 for not aesthetic; others are left out.
    public init?(sizes: [(width: Int, height: Int)], labels: [Int8]) {
        precondition(sizes.count == labels.count, "\(sizes.count) sizes, \(labels.count) labels")
        let known = zip(sizes, labels).filter { $0.0.width > 0 && $0.0.height > 0 && $0.1 >= 0 }
        let truths = known.map { $0.1 == 1 }
        let ones = truths.count { $0 }
        guard min(ones, truths.count - ones) >= Self.fewest else { return nil }
        let sides = known.map { (longer: max($0.0.width, $0.0.height), shorter: min($0.0.width, $0.0.height)) }
        let rules: [(String, [Bool])] = [
            ("their number of pixels", Self.split(sides.map { Double($0.longer) * Double($0.shorter) }, truths)),
            ("the ratio of their sides", Self.split(sides.map { Double($0.longer) / Double($0.shorter) }, truths)),
            ("the length of their sides", Self.others(sides.map { "\($0.longer) \($0.shorter)" }, truths)),
        ]
        let rated = rules.map { (words: $0.0, said: $0.1, value: Self.balanced($0.1, truths)) }
        guard let best = rated.max(by: { $0.value < $1.value }), best.value >= Self.telling else { return nil }
        words = best.words
        right = zip(best.said, truths).count { $0.0 == $0.1 }
        photographs = truths.count
    }

    private static func balanced(_ said: [Bool], _ truths: [Bool]) -> Double {
        let ones = Double(truths.count { $0 }), rows = Double(truths.count)
        let found = Double(zip(said, truths).count { $0.0 && $0.1 }), left = Double(zip(said, truths).count { !$0.0 && !$0.1 })
        return (found / ones + left / (rows - ones)) / 2
    }

    /// The verdicts by the best single bound, whichever side of it the ones are on.
    private static func split(_ values: [Double], _ truths: [Bool]) -> [Bool] {
        let ones = Double(truths.count { $0 }), zeros = Double(truths.count) - ones
        let order = values.indices.sorted { values[$0] < values[$1] }
        var (below, best) = (0.0, (distance: 0.0, bound: -Double.infinity, isBelow: false))
        for (place, row) in order.enumerated() {
            below += truths[row] ? 1 / ones : -1 / zeros
            let next = place + 1 < order.count ? values[order[place + 1]] : .infinity
            if next > values[row], abs(below) > best.distance { best = (abs(below), values[row], below > 0) }
        }
        return values.map { ($0 <= best.bound) == best.isBelow }
    }

    /// The class that most other photographs of exactly the same size have.
    private static func others(_ keys: [String], _ truths: [Bool]) -> [Bool] {
        var balance: [String: Int] = [:]
        for (key, truth) in zip(keys, truths) { balance[key, default: 0] += truth ? 1 : -1 }
        return zip(keys, truths).map { key, truth in
            let rest = (balance[key] ?? 0) - (truth ? 1 : -1)
            // A size that occurs only once tells nothing: it is counted as wrong.
            return rest == 0 ? !truth : rest > 0
        }
    }
}
