import Foundation
import Synchronization

/// Thrown where a stage stops because the user asked for it.
public struct Interrupted: Error {
    public init() {}
}

/// Whether a signal came. The one global of the project: a signal handler can be given nothing else.
private let signalCame = Atomic(false)

/// Remembers that the user asked the process to stop; long loops look at it between two pieces of work.
///
/// A second signal ends the process at once.
public struct Interruption: Sendable {
    /// Whether a signal came.
    public var isRequested: Bool { signalCame.load(ordering: .relaxed) }

    /// Throws `Interrupted` when a signal came.
    public func check() throws {
        if isRequested { throw Interrupted() }
    }

    /// Starts to listen for SIGINT and SIGTERM.
    ///
    /// A handler, since blocking the signals for one listening thread fails: libraries start threads of their own when
    /// they are loaded, and a signal that any thread does not block ends the process.
    static func installed() -> Interruption {
        let interruption = Interruption()
        // Makes the flag before a handler needs it.
        precondition(!interruption.isRequested, "no signal is handled before handlers are installed")
        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { _ in
            if signalCame.load(ordering: .relaxed) { _exit(130) }
            // Said before the flag is up, so that the last line is always the stage's own.
            let message: StaticString = "stopping after the work in hand; again to stop at once\n"
            _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
            signalCame.store(true, ordering: .relaxed)
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] {
            sigaction(signal, &action, nil)
            sigaddset(&signals, signal)
        }
        // A parent may have left them blocked.
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        return interruption
    }
}
