import Faults

/// The division of a population into islands that breed separately (Tanese 1989).
///
/// An island is a run of neighbours in the list of members. At regular intervals, copies of each island's best members replace
/// the worst of the next island, around a ring.
public struct Islands: Sendable, Equatable {
    /// The number of islands.
    public let count: Int
    /// The number of generations between migrations.
    public let interval: Int
    /// The number of members whose copies leave each island.
    public let migrants: Int

    /// Makes a single island, from which nobody migrates.
    public init() {
        (count, interval, migrants) = (1, 1, 0)
    }

    /// Makes several islands.
    ///
    /// - Parameters:
    ///   - count: the number of islands, at least 1.
    ///   - interval: the number of generations between migrations, at least 1.
    ///   - migrants: the number of members whose copies leave each island, at least 1.
    /// - Throws: `EvolutionError.configurationValue` if a number is below 1.
    public init(count: Int, interval: Int, migrants: Int) throws(EvolutionError) {
        for (name, value, setting) in [
            ("number of islands", count, .islands), ("generations between migrations", interval, .migrationInterval),
            ("number of migrants", migrants, .migrants),
        ] as [(String, Int, Setting)] where value < 1 {
            throw .configurationValue(name: name, value: Double(value), expected: "at least 1", setting: setting)
        }
        (self.count, self.interval, self.migrants) = (count, interval, migrants)
    }

    /// The islands before `generation` is bred, with the newcomers among their members.
    ///
    /// - Precondition: the members can be divided evenly, and an island has at least as many members as migrants.
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
