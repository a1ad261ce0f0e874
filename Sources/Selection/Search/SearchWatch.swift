import Learning

/// How the work of a search is stopped, and whom it tells of its progress.
package struct SearchWatch: Sendable {
    private let isStopped: @Sendable () -> Bool
    private let stopped: @Sendable () -> any Error
    private let progressed: @Sendable (_ done: Int, _ total: Int?, _ note: String) -> Void

    /// A watch.
    ///
    /// - Parameters:
    ///   - isStopped: whether to stop; asked before every step.
    ///   - stopped: the error that then ends the work.
    ///   - progressed: told how much is done, and of what.
    package init(
        isStopped: @escaping @Sendable () -> Bool, stopped: @escaping @Sendable () -> any Error,
        progressed: @escaping @Sendable (_ done: Int, _ total: Int?, _ note: String) -> Void
    ) {
        self.isStopped = isStopped
        self.stopped = stopped
        self.progressed = progressed
    }

    /// Runs work that asks whether to stop, and throws the watch's error if it was stopped.
    func stoppable<Value>(_ work: (_ shouldStop: () -> Bool) throws -> Value) throws -> Value {
        if isStopped() { throw stopped() }
        do {
            return try work(isStopped)
        } catch LearningError.cancelled {
            throw stopped()
        }
    }

    func progress(_ done: Int, of total: Int?, _ note: String) { progressed(done, total, note) }
}
