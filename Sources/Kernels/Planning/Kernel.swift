/// One operation of a plan, or several that are computed together: the way forward from its inputs' slots to its own, and back.
protocol Kernel: AnyObject {
    /// Computes the first `rows` rows of the result.
    func forward(rows: Int)

    /// Adds the gradient of the inputs to their slots, and hands that of parameters to `consumer`.
    ///
    /// Called only when a gradient has reached the result.
    func backward(rows: Int, consumer: any GradientConsumer)

    /// Hands the relevance of the result down to what the kernel read, each divided by the value that it belongs to.
    ///
    /// Called instead of `backward`; where that is the same, it need not be written. The relevance that stays with biases is
    /// returned if that is asked for, else 0.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double

    /// The memory of the arena that either way uses.
    var uses: ArenaUses { get }

    /// The slots of maps that it hands gradients to.
    var mapSources: [MapSlot] { get }

    /// The maps that it can compute once more on the way back, from what is there then; nil if it cannot.
    var restorable: MapSlot? { get }

    /// Computes the first `rows` rows of these maps once more, into `kept`.
    func restore(rows: Int)

    /// Called once, when all memory is there.
    func prepare() throws(PlanError)
}

/// What every kernel is told when relevance is taken back.
struct RelevanceCall {
    let stabiliser: Float
    /// Whether the relevance that stays with biases is summed up.
    let measures: Bool
}

extension Kernel {
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }

    var uses: ArenaUses { ArenaUses() }
    var mapSources: [MapSlot] { [] }
    var restorable: MapSlot? { nil }
    func restore(rows: Int) {}
    func prepare() throws(PlanError) {}
}

/// The memory of the arena that a kernel uses.
struct ArenaUses {
    var forward: [ArenaBlock] = []
    var backward: [ArenaBlock] = []
}

/// The numbers of a kernel's tensors among all whose gradients are consumed: they follow one another.
struct TensorRange {
    let first: Int
}
