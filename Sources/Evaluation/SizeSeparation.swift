/// How far the sizes of pictures give away which class they are of: the sign of a set whose classes came from two places.
public struct SizeSeparation: Sendable, Equatable {
    /// What tells, such as `their number of pixels`.
    public let words: String
    /// Photographs whose class the sizes tell.
    public let right: Int
    public let photographs: Int

    /// From this mean of both classes' shares on, sizes count as telling.
    private static let telling = 0.9
    /// Fewer photographs of a class are told apart by chance.
    private static let fewest = 8

    /// - Parameters:
    ///   - sizes: width and height in pixels; those with a 0 are not known and left out.
    ///   - labels: 1 aesthetic, 0 not; others are left out.
    ///
    /// Nil where sizes do not tell, and where a class has too few photographs to say. A size that tells is one number of
    /// pixels, or one ratio of longer to shorter side, between the classes, or the exact sides, each photograph judged by the others.
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

    /// What the best single bound says, on whichever side of it the ones are.
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

    /// What the other photographs of the very same size mostly are.
    private static func others(_ keys: [String], _ truths: [Bool]) -> [Bool] {
        var balance: [String: Int] = [:]
        for (key, truth) in zip(keys, truths) { balance[key, default: 0] += truth ? 1 : -1 }
        return zip(keys, truths).map { key, truth in
            let rest = (balance[key] ?? 0) - (truth ? 1 : -1)
            // Of a size that is there once, nothing is known: counted as wrong.
            return rest == 0 ? !truth : rest > 0
        }
    }
}
