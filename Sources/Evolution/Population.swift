/// A mask and how good it is.
public struct Individual: Sendable, Equatable {
    /// The mask.
    public let mask: FeatureMask
    /// How good the mask is: finite, higher is better.
    public let fitness: Double

    /// Makes an individual.
    ///
    /// - Parameters:
    ///   - mask: the mask.
    ///   - fitness: how good it is: finite, higher is better.
    public init(mask: FeatureMask, fitness: Double) {
        self.mask = mask
        self.fitness = fitness
    }
}

/// The evaluated masks of one generation.
public struct Population: Sendable, Equatable {
    /// The masks with their fitness, in the order in which they were made or ranked.
    public let members: [Individual]

    /// Makes a population of these members.
    public init(members: [Individual]) {
        self.members = members
    }

    /// The members from best to worst; equally good ones stay in their order.
    public func ranked() -> Population {
        let order = members.indices.sorted { one, other in
            members[one].fitness == members[other].fitness
                ? one < other : members[one].fitness > members[other].fitness
        }
        return Population(members: order.map { members[$0] })
    }

    /// Up to `count` different masks, best first; among equally good ones the earlier comes first.
    func best(_ count: Int) -> [Individual] {
        var seen: Set<FeatureMask> = []
        return Array(ranked().members.filter { seen.insert($0.mask).inserted }.prefix(count))
    }

    /// How different the members are, in [0, 1].
    ///
    /// It is 0 if all are alike, and 1 if they share no more columns than masks drawn at random.
    public var diversity: Double {
        guard members.count > 1, let width = members.first?.mask.sourceWidth else { return 0 }
        let sizes = members.map { Double($0.mask.count) }.sorted()
        let pairs = Double(sizes.count * (sizes.count - 1) / 2)
        // Two masks share at most the smaller one: in ascending order, each size is the limit for its pairs with later masks.
        let most = sizes.enumerated().reduce(0) { $0 + $1.element * Double(sizes.count - 1 - $1.offset) } / pairs
        let sum = sizes.reduce(0, +)
        let squares = sizes.reduce(0) { $0 + $1 * $1 }
        let expected = (sum * sum - squares) / 2 / pairs / Double(width)
        guard most > expected else { return 0 }
        return min(1, max(0, (most - meanOverlap) / (most - expected)))
    }

    /// The mean number of columns that two different members share; 0 if there are fewer than two members.
    ///
    /// It is counted over all pairs, column by column: a column that c members hold is shared by c (c - 1) / 2 pairs. Cost:
    /// members times genes.
    public var meanOverlap: Double {
        guard members.count > 1, let first = members.first else { return 0 }
        var holders = [Int](repeating: 0, count: first.mask.sourceWidth)
        for member in members {
            for index in member.mask.indices { holders[Int(index)] += 1 }
        }
        let shared = holders.reduce(0) { $0 + $1 * ($1 - 1) }
        return Double(shared) / Double(members.count * (members.count - 1))
    }
}
