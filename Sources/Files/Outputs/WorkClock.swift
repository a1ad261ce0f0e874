import Synchronization

/// Measures the wall time of a piece of work, over all the runs that it takes.
public final class WorkClock: Sendable {
    private let start = ContinuousClock.now
    private let earlier = Mutex(0.0)

    /// Starts the clock.
    public init() {}

    /// Adds the time of an earlier run that was interrupted and that this one continues.
    ///
    /// - Parameter seconds: the time of that run, in seconds.
    public func add(_ seconds: Double) { earlier.withLock { $0 += seconds } }

    /// The seconds since the clock was started and those of earlier runs, rounded to milliseconds.
    public var seconds: Double {
        let now = (ContinuousClock.now - start) / .seconds(1)
        return ((earlier.withLock { $0 } + now) * 1000).rounded() / 1000
    }
}
