import Matrices

/// Makes the masks of the next generation.
struct Breeding {
    let configuration: SearchConfiguration
    let sourceWidth: Int
    let seed: UInt64

    /// The masks of generation 0.
    func first() throws(EvolutionError) -> [FeatureMask] {
        var masks: [FeatureMask] = []
        for position in 0..<configuration.populationSize {
            var stream = RandomStream(seed: seed, name: "initial.\(position)")
            let mask = try configuration.initialisation.mask(
                genes: configuration.sizing.ofNew(using: &stream), sourceWidth: sourceWidth, using: &stream)
            masks.append(try checked(mask, configuration.initialisation))
        }
        return masks
    }

    /// The masks of `generation`, given the evaluated one before it, island by island.
    func next(after population: Population, generation: Int) throws(EvolutionError) -> [FeatureMask] {
        var masks: [FeatureMask] = []
        for (number, island) in configuration.islands.divided(population, generation: generation).enumerated() {
            masks += try bred(island, number: number, generation: generation)
        }
        return masks
    }

    /// Elites, then the other parents, mutated, in order of rank; then children of the unmutated parents, which replace
    /// the worst members.
    ///
    /// Every mask draws from its own stream, named by generation and position, so that no generator state has to be kept
    /// between generations.
    private func bred(_ island: Population, number: Int, generation: Int) throws(EvolutionError) -> [FeatureMask] {
        let ranked = island.ranked()
        let size = island.members.count
        let parentCount = configuration.parents / configuration.islands.count
        var selectionStream = stream("selection", generation, number)
        let parents = configuration.selection.parents(parentCount, of: ranked, using: &selectionStream).map(\.mask)
        guard parents.count == parentCount else {
            throw .configurationValue(
                name: "number of parents that \(configuration.selection) selects", value: Double(parents.count),
                expected: "\(parentCount)")
        }
        let mutation = configuration.mutation.adapted(to: island.diversity)
        var masks = configuration.elitism.elites(of: ranked).map(\.mask)
        for position in masks.count..<parentCount {
            var stream = stream("mutation", generation, number * size + position)
            let mutant = try mutation.mutated(parents[position], sized: configuration.sizing, using: &stream)
            masks.append(try checked(mutant, mutation))
        }
        for position in 0..<(size - parentCount) {
            var stream = stream("crossover", generation, number * size + position)
            let child = try configuration.crossover.child(
                position, of: parents, sized: configuration.sizing, using: &stream)
            masks.append(try checked(child, configuration.crossover))
        }
        return masks
    }

    private func stream(_ purpose: String, _ generation: Int, _ position: Int) -> RandomStream {
        RandomStream(seed: seed, name: "\(purpose).generation.\(generation).\(position)")
    }

    private func checked(
        _ mask: FeatureMask, _ operation: any SearchOperator
    ) throws(EvolutionError) -> FeatureMask {
        let bounds = configuration.sizing.bounds
        guard bounds.contains(mask.count) else {
            throw .maskSize(found: mask.count, expected: bounds, operation: "\(operation)")
        }
        guard mask.sourceWidth == sourceWidth else {
            throw .maskSourceWidth(found: mask.sourceWidth, expected: sourceWidth, operation: "\(operation)")
        }
        return mask
    }
}
