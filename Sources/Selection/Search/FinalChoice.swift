import Evolution

/// The end of a search: its best masks are fully trained, unless they already were, and one of them is chosen.
package struct FinalChoice {
    private let configuration: SearchConfiguration
    private let penalty: Double
    private let rule: FrontChoice
    private let isTrained: Bool
    private let most: Int
    private let told: (_ place: Int, _ count: Int, _ fitness: Double, _ trained: Double) -> Void

    /// A choice.
    ///
    /// - Parameters:
    ///   - configuration: the search's.
    ///   - penalty: what masks lost for their size.
    ///   - rule: which mask of a front is chosen.
    ///   - isTrained: whether the search itself measured masks by full trainings.
    ///   - most: of several objectives, how many masks of the front are trained.
    ///   - told: receives each mask's number, their count, its fitness and its accuracy by a full training, both in [0, 1].
    package init(
        _ configuration: SearchConfiguration, penalty: Double, rule: FrontChoice, isTrained: Bool, most: Int,
        told: @escaping (_ place: Int, _ count: Int, _ fitness: Double, _ trained: Double) -> Void
    ) {
        self.configuration = configuration
        self.penalty = penalty
        self.rule = rule
        self.isTrained = isTrained
        self.most = most
        self.told = told
    }

    package struct Result {
        /// The chosen mask; its fitness is its accuracy, without a penalty.
        package let best: Individual
        /// With several objectives, the masks that no other dominates, the most accurate first.
        package let front: [Individual]
    }

    /// Chooses a mask; `trained` measures the accuracy of a mask by a full training.
    package func choose(from found: SearchResult, trained: (FeatureMask, Int) throws -> Double) throws -> Result {
        let isSeveral = !configuration.costs.isEmpty
        var candidates = isSeveral ? found.front : found.leaders
        if isTrained {
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
        ParetoRanking(front.map(configuration.objectives)).order.prefix(most).sorted().map { front[$0] }
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
            told(place + 1, members.count, member.fitness + loss(of: member.mask), accuracy)
            return Individual(mask: member.mask, fitness: accuracy)
        }
    }
}
