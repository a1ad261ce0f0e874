import Concurrency
import DataSets
import Files
import Imaging
import Matrices
import Records

/// Photographs made into batches of pixels, for training a network and for evaluating it.
///
/// Every random choice depends only on the seed, the epoch, the name of the photograph, and how often the photograph came before in
/// this epoch. So a photograph becomes the same input whatever the order, the size of the batches and the number of threads.
///
/// A broken photograph is left out with its reason, as in `Extraction`. From then on it stays out, even if its file is repaired.
public struct PhotographBatches: Sendable {
    /// How photographs become inputs.
    public let recipe: PictureRecipe
    /// The number of places in the order that a batch covers.
    public let batchSize: Int
    private let seed: UInt64
    private let threads: Int
    private let batchesAhead: Int
    private let reader: PhotographReader

    /// Prepares batches; nothing is decoded yet.
    ///
    /// If there is a cache, its file is open until this value and all passes over it are released.
    ///
    /// - Parameters:
    ///   - photographs: the photographs; orders name them by their numbers in this list, from 0.
    ///   - recipe: how photographs become inputs.
    ///   - seed: the seed of all random choices.
    ///   - batchSize: the number of places in the order that a batch covers, at least 1.
    ///   - threads: the number of photographs that are decoded at a time, at least 1.
    ///   - batchesAhead: the number of batches that may be ready before they are asked for, at least 1. Memory: their inputs, and one
    ///     decoded photograph for each thread.
    ///   - decoder: reads the photographs.
    ///   - cache: where resized photographs are kept; nil to decode them every time.
    ///   - broken: photographs that are known to be broken from an earlier run: what `skipped` was then.
    /// - Throws: `BatchError.tooLarge` if the batches that are ready at a time need too much memory.
    public init(
        of photographs: [Photograph], recipe: PictureRecipe, seed: UInt64, batchSize: Int, threads: Int,
        batchesAhead: Int = 2, decoder: PictureDecoder = PictureDecoder(), cache: PictureCache? = nil,
        knownBroken broken: [SkippedPhotograph] = []
    ) throws(BatchError) {
        precondition(batchSize > 0 && threads > 0 && batchesAhead > 0, "batches need a size, a thread, and room")
        try Self.requireMemory(of: recipe, batchSize: batchSize, batches: batchesAhead)
        self.recipe = recipe
        self.seed = seed
        self.batchSize = batchSize
        self.threads = threads
        self.batchesAhead = batchesAhead
        let reasons = Dictionary(broken.map { ($0.path, $0.reason) }, uniquingKeysWith: { first, _ in first })
        var known: [Int: String] = [:]
        if !reasons.isEmpty {
            for (number, photograph) in photographs.enumerated() { known[number] = reasons[photograph.path] }
        }
        reader = PhotographReader(
            photographs: photographs, recipe: recipe, decoder: decoder,
            store: cache.flatMap { Self.store($0, photographs, recipe) }, register: ReadingRegister(broken: known))
    }

    /// Memory for the batches that are ready and for one that is used.
    private static func requireMemory(
        of recipe: PictureRecipe, batchSize: Int, batches: Int
    ) throws(BatchError) {
        let (inputs, isTooLarge) = batchSize.multipliedReportingOverflow(by: batches)
        let (all, isMore) = inputs.addingReportingOverflow(batchSize)
        let (bytes, isMost) = all.multipliedReportingOverflow(by: recipe.bytes)
        guard let reason = Files.MemoryBudget.refusal(of: isTooLarge || isMore || isMost ? .max : bytes) else { return }
        throw .tooLarge(inputs: all, reason: reason)
    }

    private static func store(
        _ cache: PictureCache, _ photographs: [Photograph], _ recipe: PictureRecipe
    ) -> PictureStore? {
        let resizes = Set([recipe.resize, recipe.evaluationResize])
        lazy var wanted = Set(photographs.flatMap { photograph in resizes.compactMap { PictureKey(photograph, $0, of: recipe) } })
        return PictureStore(cache) { wanted.contains($0) }
    }

    /// The batches of one epoch of training.
    ///
    /// - Parameters:
    ///   - epoch: the number of the epoch.
    ///   - order: the numbers of the photographs, in the order in which they are trained on; they may repeat.
    public func training(epoch: Int, order: [Int]) -> BatchSequence {
        let occurrences = Self.occurrences(order)
        return sequence(order) { [reader, recipe, seed] position in
            let number = order[position]
            guard let picture = reader.picture(number, recipe.resize) else { return nil }
            let name = "batches/\(epoch)/\(occurrences[position])/\(reader.photographs[number].path)"
            var stream = RandomStream(seed: seed, name: name)
            return recipe.trainingInput(picture, from: &stream)
        }
    }

    /// Batches for evaluation, in which nothing is random.
    ///
    /// - Parameter order: the numbers of the photographs; nil for all, one after the other.
    public func evaluation(order: [Int]? = nil) -> BatchSequence {
        let order = order ?? Array(reader.photographs.indices)
        return sequence(order) { [reader, recipe] position in
            reader.picture(order[position], recipe.evaluationResize).map(recipe.evaluationInput)
        }
    }

    /// Reads photographs once, so that broken ones are known before training, and the cache is filled.
    ///
    /// - Parameters:
    ///   - training: the numbers of the photographs to train on.
    ///   - evaluation: the numbers of those to evaluate on.
    ///   - progress: called after each with the number that are done; it may throw to stop.
    /// - Throws: `BatchError.nothingReadable` if all are broken, and what `progress` throws.
    public func readAll(training: [Int], evaluation: [Int] = [], progress: (_ done: Int) throws -> Void = { _ in }) throws {
        let order = training + evaluation
        let prefetcher = Prefetcher(0..<order.count, workers: threads, window: 4 * threads) { [reader, recipe] position in
            reader.picture(order[position], position < training.count ? recipe.resize : recipe.evaluationResize) != nil
        }
        defer { prefetcher.stop() }
        var done = 0, readable = 0
        while let isReadable = prefetcher.next() {
            done += 1
            if isReadable { readable += 1 }
            try progress(done)
        }
        if readable == 0, let error = failure(order) { throw error }
    }

    /// The photographs that have been found to be broken so far, in the order of the list, with the reasons.
    public var skipped: [SkippedPhotograph] {
        reader.register.broken.map { SkippedPhotograph(path: reader.photographs[$0.photograph].path, reason: $0.reason) }
    }

    /// How the photographs that have been read so far were read, each counted once.
    public var reading: ReadingCounts { reader.register.counts }

    private func sequence(_ order: [Int], make: @escaping @Sendable (Int) -> [UInt8]?) -> BatchSequence {
        precondition(order.allSatisfy(reader.photographs.indices.contains), "an order names photographs of the list")
        return BatchSequence(
            order, recipe: recipe, batchSize: batchSize, threads: threads, batchesAhead: batchesAhead,
            failure: { failure(order) }, make: make)
    }

    /// The error for an order without a readable photograph; nil if the order is empty.
    private func failure(_ order: [Int]) -> BatchError? {
        guard let first = order.first else { return nil }
        let reason = reader.register.broken.first { $0.photograph == first }?.reason
        return .nothingReadable(
            photographs: Set(order).count, first: reader.photographs[first].path, reason: reason ?? "the reason is not known")
    }

    /// How often the photograph of each place came before.
    private static func occurrences(_ order: [Int]) -> [Int] {
        var counts: [Int: Int] = [:]
        return order.map { number in
            defer { counts[number, default: 0] += 1 }
            return counts[number, default: 0]
        }
    }
}
