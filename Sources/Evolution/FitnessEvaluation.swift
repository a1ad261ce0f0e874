import Dispatch
import Synchronization

/// How good a mask is, the higher the better, given the mask and the number of its evaluation in the search, from 0.
///
/// The number may name a seed. The same mask and number must give the same value, on whatever thread.
public typealias Fitness = @Sendable (FeatureMask, Int) throws -> Double

/// Evaluates the masks of one generation one by one, on one thread or several.
public struct FitnessEvaluation: GenerationFitness, Sendable {
    private let fitness: Fitness
    private let parallelism: Int

    /// `parallelism`: evaluations under way at a time, at least 1.
    public init(fitness: @escaping Fitness, parallelism: Int = 1) {
        self.fitness = fitness
        self.parallelism = parallelism
    }

    /// The fitness of every mask, the evaluations numbered from `first`.
    ///
    /// Throws what the fitness of the lowest number throws, whatever the number of threads.
    public func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double] {
        let results = Mutex([Result<Double, any Error>?](repeating: nil, count: masks.count))
        let next = Atomic(0)
        let failed = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: min(parallelism, masks.count)) { _ in
            while !failed.load(ordering: .relaxed) {
                let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard position < masks.count else { return }
                let result = Result { try fitness(masks[position], first + position) }
                if case .failure = result { failed.store(true, ordering: .relaxed) }
                results.withLock { $0[position] = result }
            }
        }
        // Positions are handed out in order, so all below one that failed have a result.
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }
}
