import CIsolation
import Faults
import Glibc

extension IsolationEnd {
    /// What happened, in a few words that follow "it".
    public var words: String {
        switch self {
        case .crashed(let signal): "failed: \(Self.name(of: signal))"
        case .outOfTime(let seconds): "was still computing after \(seconds) seconds of processor time"
        case .asleep: "waited for a minute without computing"
        case .vanished: "was ended by the system, perhaps because memory ran out"
        }
    }

    private static func name(of signal: Int32) -> String {
        switch signal {
        case SIGSEGV, SIGBUS: "it read memory that it does not own"
        case SIGABRT: "it gave up, perhaps because memory ran out"
        case SIGFPE: "it divided by zero"
        case SIGILL, SIGTRAP: "it met a condition that it considers impossible"
        default: "signal \(signal)"
        }
    }
}

extension IsolationError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .refused(let path, let reason):
            "\(path): \(reason); the file is damaged or malicious"
        case .notSurvived(let path, let reader, let end):
            "\(path): \(reader) did not survive reading it and \(end.words); the file is damaged or malicious"
        }
    }
}
