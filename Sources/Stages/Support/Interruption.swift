import Foundation
import Synchronization

/// The error of a stage that stops because the user asked for it.
public struct Interrupted: Error {
    /// Creates the error.
    public init() {}
}

/// Whether a signal came. The only global variable of the project: a signal handler can capture nothing.
private let signalCame = Atomic(false)

/// Remembers that the user asked the process to stop; long loops check it between two pieces of work.
///
/// A second signal ends the process at once.
public struct Interruption: Sendable {
    /// Whether the user asked to stop.
    public var isRequested: Bool { signalCame.load(ordering: .relaxed) }

    /// Stops the work if the user asked for it.
    ///
    /// - Throws: `Interrupted`.
    public func check() throws {
        if isRequested { throw Interrupted() }
    }

    /// Starts to listen for SIGINT and SIGTERM.
    ///
    /// A handler is used because blocking the signals and waiting in one thread fails: libraries start threads when they are
    /// loaded, and a signal that any thread does not block ends the process.
    static func installed() -> Interruption {
        let interruption = Interruption()
        // Initialises the flag before a handler needs it.
        precondition(!interruption.isRequested, "no signal is handled before handlers are installed")
        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { _ in
            if signalCame.load(ordering: .relaxed) { _exit(130) }
            // Written before the flag is set, so that the last line is always the stage's own.
            let message: StaticString = "stopping after the current piece of work; interrupt again to stop at once\n"
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
