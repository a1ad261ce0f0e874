/// A mask and how good it is.
public struct Individual: Sendable, Equatable {
    public let mask: FeatureMask
    /// Finite; the higher the better.
    public let fitness: Double

    public init(mask: FeatureMask, fitness: Double) {
        self.mask = mask
        self.fitness = fitness
    }
}

/// Evaluated masks of one generation.
public struct Population: Sendable, Equatable {
    public let members: [Individual]

    public init(members: [Individual]) {
        self.members = members
    }

    /// The members from the best to the worst; equal ones stay in the order in which they were.
    public func ranked() -> Population {
        let order = members.indices.sorted { one, other in
            members[one].fitness == members[other].fitness
                ? one < other : members[one].fitness > members[other].fitness
        }
        return Population(members: order.map { members[$0] })
    }

    /// Up to `count` different masks, best first; of equally good ones the earlier.
    func best(_ count: Int) -> [Individual] {
        var seen: Set<FeatureMask> = []
        return Array(ranked().members.filter { seen.insert($0.mask).inserted }.prefix(count))
    }

    /// The mean number of columns that two different members share; 0 for fewer than two members.
    ///
    /// Counted over all pairs, column by column: a column that c members hold is shared by c (c - 1) / 2 pairs.
    /// Cost: members times genes.
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
