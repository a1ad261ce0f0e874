/// A population divided into islands that breed for themselves (Tanese 1989): neighbours of the list of members. Every
/// so many generations copies of each island's best take the places of the worst of the next one, round a ring.
public struct Islands: Sendable, Equatable {
    public let count: Int
    /// Generations between migrations.
    public let interval: Int
    /// Members that leave each island.
    public let migrants: Int

    /// One island, from which nobody leaves.
    public init() {
        (count, interval, migrants) = (1, 1, 0)
    }

    /// Throws `EvolutionError.configurationValue` for numbers below 1.
    public init(count: Int, interval: Int, migrants: Int) throws(EvolutionError) {
        for (name, value) in [
            ("number of islands (--islands)", count), ("generations between migrations (--migration-interval)", interval),
            ("number of migrants (--migrants)", migrants),
        ] where value < 1 {
            throw .configurationValue(name: name, value: Double(value), expected: "at least 1")
        }
        (self.count, self.interval, self.migrants) = (count, interval, migrants)
    }

    /// The islands before `generation` is bred, the newcomers among their members.
    ///
    /// - Precondition: the members can be divided evenly, and no more migrate than an island has.
    func divided(_ population: Population, generation: Int) -> [Population] {
        let size = population.members.count / count
        precondition(size * count == population.members.count && migrants <= size, "islands must be of one size")
        let islands = (0..<count).map { Population(members: Array(population.members[$0 * size..<($0 + 1) * size])) }
        guard count > 1, generation % interval == 0 else { return islands }
        let ranked = islands.map { $0.ranked().members }
        return islands.indices.map { island in
            let newcomers = ranked[(island + count - 1) % count].prefix(migrants)
            return Population(members: ranked[island].dropLast(migrants) + newcomers)
        }
    }
}
