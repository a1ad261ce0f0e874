import Foundation
import Synchronization

/// The error of a stage that stops because the user asked for it.
public struct Interrupted: Error {
    /// Creates the error.
    public init() {}
}

/// Whether a signal came.
///
/// It is the only global variable of the project: a signal handler can capture nothing.
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
        giveHandlersAStack()
        var action = sigaction()
        action.sa_flags = SA_RESTART | SA_ONSTACK
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

    /// Gives handlers on the calling thread a stack of their own, unless it has one.
    ///
    /// Products of matrices run code that oneDNN generates, which keeps numbers below the end of the stack. A handler on the same
    /// stack overwrites them, and the product then writes anywhere: one interruption in fifty damaged the heap.
    private static func giveHandlersAStack() {
        var known = stack_t()
        guard sigaltstack(nil, &known) == 0, known.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        // The registers of AVX-512 and AMX that the kernel saves take 11 KiB. It is in use for as long as the process lives.
        let size = 128 << 10
        var stack = stack_t(
            ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64), ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
    }
}
