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
                genes: configuration.genes, sourceWidth: sourceWidth, using: &stream)
            masks.append(try checked(mask, configuration.initialisation))
        }
        return masks
    }

    /// The masks of `generation`, given the evaluated one before it: elites, then the other parents, mutated, each in its
    /// rank; then children of the parents as they were, in the places of the worst.
    ///
    /// Every mask draws from a stream of its own, named by generation and position, so that no state of a generator has
    /// to be kept between generations.
    func next(after population: Population, generation: Int) throws(EvolutionError) -> [FeatureMask] {
        let ranked = population.ranked()
        var selectionStream = stream("selection", generation, 0)
        let parents = configuration.selection.parents(configuration.parents, of: ranked, using: &selectionStream)
            .map(\.mask)
        guard parents.count == configuration.parents else {
            throw .configurationValue(
                name: "number of parents that \(configuration.selection) selects", value: Double(parents.count),
                expected: "\(configuration.parents)")
        }
        var masks = configuration.elitism.elites(of: ranked).map(\.mask)
        for position in masks.count..<configuration.parents {
            var stream = stream("mutation", generation, position)
            let mutant = try configuration.mutation.mutated(parents[position], using: &stream)
            masks.append(try checked(mutant, configuration.mutation))
        }
        for position in 0..<(configuration.populationSize - configuration.parents) {
            var stream = stream("crossover", generation, position)
            let child = try configuration.crossover.child(position, of: parents, using: &stream)
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
        guard mask.count == configuration.genes else {
            throw .maskSize(found: mask.count, expected: configuration.genes, operation: "\(operation)")
        }
        guard mask.sourceWidth == sourceWidth else {
            throw .maskSourceWidth(found: mask.sourceWidth, expected: sourceWidth, operation: "\(operation)")
        }
        return mask
    }
}
