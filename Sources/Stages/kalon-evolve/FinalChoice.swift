import Evolution
import StageSupport

/// The end of a search: its best masks are fully trained, unless they already were, and one of them is chosen.
struct FinalChoice {
    let configuration: SearchConfiguration
    let penalty: Double
    let rule: FrontChoice
    /// How the masks have been measured so far.
    let fitness: FitnessOptions
    let context: StageContext

    struct Result {
        /// The chosen mask; its fitness is its accuracy, without a penalty.
        let best: Individual
        /// With several objectives, the masks that no other dominates, the most accurate first.
        let front: [Individual]
    }

    /// Chooses a mask; `trained` measures the accuracy of a mask by a full training.
    func choose(from found: SearchResult, trained: (FeatureMask, Int) throws -> Double) throws -> Result {
        let isSeveral = !configuration.costs.isEmpty
        var candidates = isSeveral ? found.front : found.leaders
        if fitness.fitness == .train {
            candidates = candidates.map { Individual(mask: $0.mask, fitness: $0.fitness + loss(of: $0.mask)) }
        } else {
            candidates = try confirmed(isSeveral ? spread(candidates) : candidates, trained)
        }
        let best = isSeveral ? nil : candidates.max { value($0) < value($1) }
        let front = isSeveral ? self.front(of: candidates) : []
        let chosen = best ?? rule.position(in: front.map(configuration.objectives)).map { front[$0] }
        guard let chosen else { preconditionFailure("a search names at least one best mask") }
        return Result(best: chosen, front: front)
    }

    private func loss(of mask: FeatureMask) -> Double { PenalisedFitness.penalty(of: mask, weight: penalty) }

    /// The value by which masks are compared if there is one objective.
    private func value(_ member: Individual) -> Double { member.fitness - loss(of: member.mask) }

    /// The members of a front that are to be trained, far from each other.
    private func spread(_ front: [Individual]) -> [Individual] {
        ParetoRanking(front.map(configuration.objectives)).order.prefix(fitness.confirm).sorted().map { front[$0] }
    }

    private func front(of members: [Individual]) -> [Individual] {
        let ranked = Population(members: members).ranked().members
        return (ParetoRanking(ranked.map(configuration.objectives)).fronts.first ?? []).map { ranked[$0] }
    }

    private func confirmed(
        _ members: [Individual], _ trained: (FeatureMask, Int) throws -> Double
    ) throws -> [Individual] {
        try members.enumerated().map { place, member in
            let accuracy = try trained(member.mask, place)
            context.progress.log(
                "mask \(place + 1) of \(members.count): \(percent(member.fitness + loss(of: member.mask))) by "
                    + "\(fitness.fitness), \(percent(accuracy)) trained")
            return Individual(mask: member.mask, fitness: accuracy)
        }
    }
}
