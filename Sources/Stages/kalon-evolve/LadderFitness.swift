import Evolution
import Learning
import StageSupport

/// Successive halving: all masks of a generation are trained briefly, the better ones longer, and few to the end.
///
/// If a network kept from an earlier generation shares at least half of a mask's columns, the mask starts from its weights.
struct LadderFitness: GenerationFitness {
    let halving: SuccessiveHalving
    private let masked: MaskedTraining
    private let networks: KeptNetworks?
    private let context: StageContext

    /// Creates the fitness; without `networks`, every training starts from random weights.
    init(
        _ trained: TrainedFitness, halving: SuccessiveHalving, networks: KeptNetworks?, context: StageContext
    ) {
        self.halving = halving
        masked = trained.masked
        self.networks = networks
        self.context = context
    }

    func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double] {
        var states: [Int: MaskedTraining.State] = [:]
        // Networks of this generation are for the next one.
        let known = networks?.members ?? []
        var finished: [KeptNetworks.Member] = []
        let values = try halving.values(of: masks.count) { candidate, rung in
            let mask = masks[candidate]
            let warm = states[candidate] == nil ? try networks?.weights(for: mask, among: known) : nil
            let state = try context.interruption.throwing {
                try masked.advanced(
                    states[candidate], on: mask.columns, to: halving.rungs[rung], seed: context.seed, startingFrom: warm,
                    shouldStop: $0)
            }
            states[candidate] = state
            if rung == halving.rungs.count - 1 {
                finished.append(.init(mask: mask, fitness: state.accuracy, networks: state.networks))
            }
            context.progress.update(
                done: candidate + 1, total: nil, note: "masks of the generation, rung \(rung + 1) of \(halving.rungs.count)")
            return state.accuracy
        } drop: {
            states[$0] = nil
        }
        networks?.add(finished)
        return values
    }
}
