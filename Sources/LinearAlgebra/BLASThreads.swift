import CLAPACK
import Concurrency

/// The number of threads that BLAS and LAPACK use.
///
/// The library keeps one number for the whole process, so a stage sets it once, at its start. All other rooms are told how many
/// threads they may use.
public enum BLASThreads {
    /// Sets the number of threads for all later calls.
    ///
    /// - Parameter count: at least 1. Traps otherwise.
    public static func use(_ count: Int) {
        precondition(count > 0, "at least one thread is needed")
        openblas_set_num_threads(Int32(count))
    }

    /// The number of threads in use, at least 1.
    public static var count: Int { max(1, Int(openblas_get_num_threads())) }

    /// Calls `body` once for each block of a loop that stands between products, on as many threads as these use.
    package static func forEach(_ blocks: Int, _ body: (Int) -> Void) {
        WorkBlocks.forEach(blocks, workers: count) { block, _ in body(block) }
    }
}
