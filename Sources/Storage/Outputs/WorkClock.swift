import Synchronization

/// Measures by the wall clock how long a piece of work takes, over all the runs that it takes.
public final class WorkClock: Sendable {
    private let start = ContinuousClock.now
    private let earlier = Mutex(0.0)

    public init() {}

    /// Counts the seconds of an earlier run that was stopped, and that this one goes on from.
    public func add(_ seconds: Double) { earlier.withLock { $0 += seconds } }

    /// Seconds since the clock was made and those of earlier runs, to the millisecond.
    public var seconds: Double {
        let now = (ContinuousClock.now - start) / .seconds(1)
        return ((earlier.withLock { $0 } + now) * 1000).rounded() / 1000
    }
}
