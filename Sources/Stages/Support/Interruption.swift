import Dispatch
import Foundation
import Synchronization

/// Thrown where a stage stops because the user asked for it.
public struct Interrupted: Error {
    public init() {}
}

/// Remembers that the user asked the process to stop; long loops look at it between two pieces of work.
///
/// A second signal ends the process at once.
public final class Interruption: Sendable {
    private let requested = Atomic(false)

    init() {}

    /// Whether a signal came.
    public var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Throws `Interrupted` when a signal came.
    public func check() throws {
        if isRequested { throw Interrupted() }
    }

    /// Starts to listen for SIGINT and SIGTERM on a thread of its own.
    static func installed() -> Interruption {
        let interruption = Interruption()
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        // Blocked before other threads start, so that only the listening thread receives them.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let watched = signals
        let listener = Thread {
            var watched = watched
            var received: Int32 = 0
            while sigwait(&watched, &received) == 0 {
                if interruption.isRequested { _exit(130) }
                // Said before the flag is up, so that the last line is always the stage's own.
                Console.error("stopping after the work in hand; again to stop at once")
                interruption.requested.store(true, ordering: .relaxed)
            }
        }
        listener.start()
        return interruption
    }
}
