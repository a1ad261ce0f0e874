/// The Owen values of a game whose players form a tree (Owen 1977, doi:10.1007/978-3-642-45494-3_7), as far as a number of
/// evaluations goes (the partition explainer of Lundberg and Lee's SHAP).
///
/// What a group adds is divided between its halves: each gets the mean of what it adds alone and what it adds when the other is
/// there. Both cases are then divided further, the largest first. When the evaluations are used up, a group keeps what it has for
/// all its players. Whatever is left undivided, everything adds up to the value of all players less that of nobody.
package struct OwenValues<Node: PartitionNode> {
    /// What a group adds to others in one case, and what counts of it.
    private struct Case {
        let group: Node
        let others: Coalition<Node>
        let without: Double
        let with: Double
        let weight: Double
        let number: Int

        var urgency: Double { abs(with - without) * weight }
    }

    /// What groups get, each for all its players alike; a group may be here several times.
    package private(set) var credits: [(group: Node, value: Double)] = []
    /// The number of evaluations.
    package private(set) var evaluations = 0

    private var waiting = PriorityQueue<Case> { ($0.urgency, $1.number) > ($1.urgency, $0.number) }
    private var cases = 0

    /// Divides what all players add.
    ///
    /// - Parameters:
    ///   - all: The group of all players.
    ///   - nobody: The value of nobody.
    ///   - everybody: The value of all players.
    ///   - budget: The largest number of evaluations; each division takes two.
    ///   - batch: How many evaluations are made together, at least 2; which groups are divided depends on it.
    ///   - values: The values of coalitions, in order.
    /// - Throws: What `values` throws.
    package init(
        of all: Node, nobody: Double, everybody: Double, budget: Int, batch: Int,
        values: ([Coalition<Node>]) throws -> [Double]
    ) rethrows {
        add(all, to: .nobody, without: nobody, with: everybody, weight: 1)
        while !waiting.isEmpty, budget - evaluations >= 2 {
            var divided: [(whole: Case, first: Node, second: Node)] = []
            while 2 * divided.count < batch, budget - evaluations - 2 * divided.count >= 2, let next = waiting.popFirst() {
                if let (first, second) = next.group.halves {
                    divided.append((next, first, second))
                } else {
                    credit(next)
                }
            }
            let found = try values(divided.flatMap { [.adding($0.first, $0.whole.others), .adding($0.second, $0.whole.others)] })
            evaluations += found.count
            for (place, (whole, first, second)) in divided.enumerated() {
                divide(whole, first, second, withFirst: found[2 * place], withSecond: found[2 * place + 1])
            }
        }
        while let rest = waiting.popFirst() { credit(rest) }
    }

    private mutating func divide(_ whole: Case, _ first: Node, _ second: Node, withFirst: Double, withSecond: Double) {
        let weight = whole.weight / 2
        add(first, to: whole.others, without: whole.without, with: withFirst, weight: weight)
        add(second, to: whole.others, without: whole.without, with: withSecond, weight: weight)
        add(first, to: .adding(second, whole.others), without: withSecond, with: whole.with, weight: weight)
        add(second, to: .adding(first, whole.others), without: withFirst, with: whole.with, weight: weight)
    }

    private mutating func add(_ group: Node, to others: Coalition<Node>, without: Double, with: Double, weight: Double) {
        waiting.insert(Case(group: group, others: others, without: without, with: with, weight: weight, number: cases))
        cases += 1
    }

    private mutating func credit(_ last: Case) {
        credits.append((last.group, (last.with - last.without) * last.weight))
    }
}
