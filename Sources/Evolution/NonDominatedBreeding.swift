import Matrices

/// How one generation follows another when there are several objectives: NSGA-II.
///
/// A population and its equally many offspring are sorted by dominance. The better fronts stay, and the less crowded members of
/// the first front that does not fit. Each parent is the better of two members drawn at random. Published by Deb et al. (2002).
struct NonDominatedBreeding {
    let configuration: SearchConfiguration
    let sourceWidth: Int
    let seed: UInt64

    /// The masks to evaluate in `generation`, given the population before it.
    func next(after population: Population, generation: Int) throws(EvolutionError) -> [FeatureMask] {
        let ranking = ranking(of: population.members)
        let mutation = configuration.mutation.adapted(to: population.diversity)
        var masks: [FeatureMask] = []
        for position in 0..<configuration.populationSize {
            var stream = RandomStream(seed: seed, name: "offspring.generation.\(generation).\(position)")
            let parents = (0..<configuration.crossover.leastParents).map { _ in
                let pair = (0..<2).map { _ in Int.random(in: population.members.indices, using: &stream) }
                return population.members[ranking.isBefore(pair[1], pair[0]) ? pair[1] : pair[0]].mask
            }
            let child = try configuration.crossover.child(
                0, of: parents, sized: configuration.sizing, using: &stream)
            masks.append(try mutation.mutated(child, sized: configuration.sizing, using: &stream))
        }
        return masks
    }

    /// The population after a generation: the best of the previous population and its offspring.
    ///
    /// Each mask is in it once, unless there are too few different masks.
    func survivors(of population: Population?, and offspring: [Individual]) -> Population {
        var seen: Set<FeatureMask> = []
        var different: [Individual] = []
        var repeated: [Individual] = []
        for member in (population?.members ?? []) + offspring {
            if seen.insert(member.mask).inserted { different.append(member) } else { repeated.append(member) }
        }
        let ordered = ranking(of: different).order.map { different[$0] }
        return Population(members: Array((ordered + repeated).prefix(configuration.populationSize)))
    }

    /// The members that no other member dominates, each mask once, the most accurate first.
    func front(of population: Population) -> [Individual] {
        var seen: Set<FeatureMask> = []
        let members = population.ranked().members.filter { seen.insert($0.mask).inserted }
        return (ranking(of: members).fronts.first ?? []).map { members[$0] }
    }

    private func ranking(of members: [Individual]) -> ParetoRanking {
        ParetoRanking(members.map(configuration.objectives))
    }
}
