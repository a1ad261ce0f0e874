import Dispatch
import Synchronization

/// Blocks of one piece of work, divided among threads as these become free.
package enum WorkBlocks {
    /// Calls `body(block, worker)` once for every block in `0..<count`.
    ///
    /// Calls with the same worker, a number below `workers`, never overlap. Blocks must not touch each other's results. The
    /// results then depend on the blocks alone and not on the number of threads.
    ///
    /// - Parameters:
    ///   - count: the number of blocks.
    ///   - workers: the number of threads, at least 1.
    ///   - isWanted: asked before each block, on any thread; once it is false, no further block is begun. Blocks begin in order.
    ///   - body: the work on one block.
    package static func forEach(
        _ count: Int, workers: Int, while isWanted: () -> Bool = { true }, _ body: (_ block: Int, _ worker: Int) -> Void
    ) {
        forEach(count, team: .dispatch(workers), while: isWanted, body)
    }

    /// The same on the threads of a team.
    package static func forEach(
        _ count: Int, team: WorkTeam, while isWanted: () -> Bool = { true }, _ body: (_ block: Int, _ worker: Int) -> Void
    ) {
        guard count > 1 && team.count > 1 else {
            for block in 0..<count {
                guard isWanted() else { return }
                body(block, 0)
            }
            return
        }
        let next = Atomic(0)
        team.run(limit: count) { worker in
            while isWanted() {
                let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard block < count else { return }
                body(block, worker)
            }
        }
    }

    /// How many blocks of `size` cover `count`.
    package static func count(of size: Int, covering count: Int) -> Int { (count + size - 1) / size }
}

extension WorkTeam {
    /// The system's threads for short work.
    package static func dispatch(_ count: Int) -> WorkTeam {
        WorkTeam(count: count) { threads, body in
            withoutActuallyEscaping(body) { body in
                // Dispatch returns after the last call, and the blocks are independent.
                nonisolated(unsafe) let body = body
                DispatchQueue.concurrentPerform(iterations: threads) { body($0) }
            }
        }
    }
}
