import Concurrency

/// Batches of one pass over photographs, which are made ahead on other threads and handed out in order.
///
/// Only one thread at a time may use it.
public final class BatchSequence {
    private let recipe: PictureRecipe
    private let order: [Int]
    private let batchSize: Int
    private let prefetcher: Prefetcher<PhotographInput?>
    /// What to throw if no photograph of the pass can be read.
    private let failure: () -> BatchError?
    private var taken = 0
    private var isEmpty = true
    private var isStopped = false

    init(
        _ order: [Int], recipe: PictureRecipe, batchSize: Int, threads: Int, batchesAhead: Int,
        failure: @escaping () -> BatchError?, make: @escaping @Sendable (_ position: Int) -> [UInt8]?
    ) {
        self.recipe = recipe
        self.order = order
        self.batchSize = batchSize
        self.failure = failure
        prefetcher = Prefetcher(
            0..<order.count, workers: threads, window: max(threads, batchesAhead * batchSize)
        ) { position in
            make(position).map { PhotographInput(photograph: order[position], pixels: $0) }
        }
    }

    deinit { stop() }

    /// The next batch, waiting for it if necessary; nil after the last.
    ///
    /// A batch covers as many places of the order as the batch size says. Broken photographs are left out of it, and a batch that
    /// would be empty is passed over.
    ///
    /// - Throws: `BatchError.nothingReadable` after the last place, if no photograph of the pass could be read.
    public func next() throws(BatchError) -> PhotographBatch? {
        while !isStopped, taken < order.count {
            var inputs: [PhotographInput] = []
            let count = min(batchSize, order.count - taken)
            for _ in 0..<count {
                if let input = prefetcher.next() ?? nil { inputs.append(input) }
            }
            taken += count
            guard !inputs.isEmpty else { continue }
            isEmpty = false
            return PhotographBatch(width: recipe.width, height: recipe.height, inputs)
        }
        stop()
        if isEmpty, taken == order.count, let error = failure() { throw error }
        return nil
    }

    /// Ends the pass: nothing more is made, and `next` returns nil.
    public func stop() {
        guard !isStopped else { return }
        isStopped = true
        prefetcher.stop()
    }
}
