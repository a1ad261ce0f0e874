import CLAPACK

/// The number of threads that BLAS and LAPACK calls use from now on.
///
/// The library holds one number for the whole process, so a stage sets it once, at its start.
public enum BLASThreads {
    public static func use(_ count: Int) {
        precondition(count > 0, "at least one thread is needed")
        openblas_set_num_threads(Int32(count))
    }

    /// The number in use.
    public static var count: Int { max(1, Int(openblas_get_num_threads())) }
}
