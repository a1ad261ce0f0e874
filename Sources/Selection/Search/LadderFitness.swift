import Evolution
import Learning

/// Successive halving: all masks of a generation are trained briefly, the better ones longer, and few to the end.
///
/// If a network kept from an earlier generation shares at least half of a mask's columns, the mask starts from its weights.
package struct LadderFitness: GenerationFitness {
    private let halving: SuccessiveHalving
    private let masked: MaskedTraining
    private let networks: KeptNetworks?
    private let seed: UInt64
    private let watch: SearchWatch

    /// A fitness by successive halving.
    ///
    /// - Parameters:
    ///   - trained: the full training, of which rungs are shorter ones.
    ///   - networks: the networks that new masks start from; nil if every training starts from new weights.
    package init(_ trained: TrainedFitness, halving: SuccessiveHalving, networks: KeptNetworks?) {
        self.halving = halving
        masked = trained.masked
        seed = trained.seed
        watch = trained.watch
        self.networks = networks
    }

    package func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double] {
        var states: [Int: MaskedTraining.State] = [:]
        // Networks of this generation are for the next one.
        let known = networks?.members ?? []
        var finished: [KeptNetworks.Member] = []
        let values = try halving.values(of: masks.count) { candidate, rung in
            let mask = masks[candidate]
            let warm = states[candidate] == nil ? try networks?.weights(for: mask, among: known) : nil
            let state = try watch.stoppable {
                try masked.advanced(
                    states[candidate], on: mask.columns, to: halving.rungs[rung], seed: seed, startingFrom: warm,
                    shouldStop: $0)
            }
            states[candidate] = state
            if rung == halving.rungs.count - 1 {
                finished.append(.init(mask: mask, fitness: state.accuracy, networks: state.networks))
            }
            watch.progress(candidate + 1, of: nil, "masks of the generation, rung \(rung + 1) of \(halving.rungs.count)")
            return state.accuracy
        } drop: {
            states[$0] = nil
        }
        networks?.add(finished)
        return values
    }
}
