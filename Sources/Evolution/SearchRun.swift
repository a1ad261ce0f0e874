/// One run of a search, from a snapshot or from the beginning, to its end.
struct SearchRun {
    private let configuration: SearchConfiguration
    private let evaluation: any GenerationFitness
    private let settings: SearchSnapshot.Settings
    private let breeding: Breeding
    /// Nil if fitness is the only objective.
    private let nonDominated: NonDominatedBreeding?

    init(configuration: SearchConfiguration, seed: UInt64, sourceWidth: Int, evaluation: any GenerationFitness) {
        self.configuration = configuration
        self.evaluation = evaluation
        settings = SearchSnapshot.Settings(configuration, seed: seed, sourceWidth: sourceWidth)
        breeding = Breeding(configuration: configuration, sourceWidth: sourceWidth, seed: seed)
        nonDominated =
            configuration.costs.isEmpty
            ? nil : NonDominatedBreeding(configuration: configuration, sourceWidth: sourceWidth, seed: seed)
    }

    /// Runs until the stopping rule is met.
    func completed(
        from snapshot: SearchSnapshot?, onGeneration: (GenerationRecord, SearchSnapshot) throws -> Void
    ) throws -> SearchResult {
        let clock = ContinuousClock()
        let start = clock.now
        var seconds: [Double] = []
        var snapshot = snapshot
        var population = try snapshot?.population(for: settings)
        while !isFinished(history: snapshot?.history ?? [], seconds: start.duration(to: clock.now).seconds) {
            let opened = clock.now
            let evaluated = try nextGeneration(after: population, snapshot: snapshot)
            seconds.append(opened.duration(to: clock.now).seconds)
            try evaluated.snapshot.history.last.map { try onGeneration($0, evaluated.snapshot) }
            (population, snapshot) = (evaluated.population, evaluated.snapshot)
        }
        guard let ranked = population?.ranked(), let best = ranked.members.first else {
            preconditionFailure("a search evaluates at least one generation of at least two masks")
        }
        return SearchResult(
            best: best, leaders: try snapshot?.leaders() ?? [], front: nonDominated?.front(of: ranked) ?? [],
            history: snapshot?.history ?? [], population: ranked, seconds: seconds)
    }

    private func offspring(of population: Population, generation: Int) throws(EvolutionError) -> [FeatureMask] {
        if let nonDominated { return try nonDominated.next(after: population, generation: generation) }
        return try breeding.next(after: population, generation: generation)
    }

    private func isFinished(history: [GenerationRecord], seconds: Double) -> Bool {
        guard let last = history.last else { return false }
        return configuration.stopping.isMet(
            by: SearchProgress(
                generations: history.count, evaluations: last.totalEvaluations,
                generationsWithoutGain: history.generationsWithoutGain, seconds: seconds))
    }

    private func nextGeneration(
        after population: Population?, snapshot: SearchSnapshot?
    ) throws -> (population: Population, snapshot: SearchSnapshot) {
        var history = snapshot?.history ?? []
        var cache = snapshot?.cache ?? FitnessCache()
        let masks =
            try population.map { try offspring(of: $0, generation: history.count) } ?? breeding.first()
        let missing = cache.missing(of: masks)
        let evaluated = history.last?.totalEvaluations ?? 0
        let values = try evaluation.values(of: missing, numberedFrom: evaluated)
        for (position, (mask, value)) in zip(missing, values).enumerated() {
            guard value.isFinite else {
                throw EvolutionError.fitnessNotFinite(evaluation: evaluated + position, value: value)
            }
            cache[mask] = value
        }
        let members = masks.map { mask in
            guard let fitness = cache[mask] else { preconditionFailure("every mask was evaluated") }
            return Individual(mask: mask, fitness: fitness)
        }
        let next = nonDominated?.survivors(of: population, and: members) ?? Population(members: members)
        let leaders = Population(members: try (snapshot?.leaders() ?? []) + members).best(configuration.leaders)
        history.append(
            GenerationRecord(
                generation: history.count, population: next, evaluations: missing.count,
                totalEvaluations: evaluated + missing.count, front: nonDominated?.front(of: next).count ?? 0))
        return (next, SearchSnapshot(settings: settings, population: next, leaders: leaders, cache: cache, history: history))
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }
}
