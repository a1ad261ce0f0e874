import Concurrency
import Synchronization

/// A function that tells how good a mask is; higher is better.
///
/// It is given the mask and the number of its evaluation in the search, from 0. The number may be used as a seed. The same mask
/// and number must give the same value on any thread.
public typealias Fitness = @Sendable (FeatureMask, Int) throws -> Double

/// A measurement of the masks of one generation, one by one, on one thread or several.
public struct FitnessEvaluation: GenerationFitness, Sendable {
    private let fitness: Fitness
    private let parallelism: Int

    /// Makes an evaluation.
    ///
    /// - Parameters:
    ///   - fitness: how good a mask is.
    ///   - parallelism: the number of evaluations under way at a time, at least 1.
    public init(fitness: @escaping Fitness, parallelism: Int = 1) {
        self.fitness = fitness
        self.parallelism = parallelism
    }

    /// The fitness of every mask.
    ///
    /// - Parameters:
    ///   - masks: the masks of a generation.
    ///   - first: the number of the first evaluation in the search.
    /// - Throws: what `fitness` throws for the lowest number at which it fails, whatever the number of threads.
    public func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double] {
        let results = Mutex([Result<Double, any Error>?](repeating: nil, count: masks.count))
        let failed = Atomic(false)
        WorkBlocks.forEach(masks.count, workers: parallelism, while: { !failed.load(ordering: .relaxed) }) { position, _ in
            let result = Result { try fitness(masks[position], first + position) }
            if case .failure = result { failed.store(true, ordering: .relaxed) }
            results.withLock { $0[position] = result }
        }
        // Blocks begin in order, so all positions below one that failed have a result.
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }
}
