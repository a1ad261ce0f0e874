import CIsolation
import Faults
import Glibc

extension IsolationEnd {
    /// In a few words that follow "it".
    public var words: String {
        switch self {
        case .crashed(let signal): "broke off: \(Self.name(of: signal))"
        case .outOfTime(let seconds): "was still computing after \(seconds) seconds of processor time"
        case .asleep: "waited for a minute without computing"
        case .vanished: "was ended by the system, perhaps for want of memory"
        }
    }

    private static func name(of signal: Int32) -> String {
        switch signal {
        case SIGSEGV, SIGBUS: "it read memory that it does not have"
        case SIGABRT: "it gave up, perhaps for want of memory"
        case SIGFPE: "it divided by zero"
        case SIGILL, SIGTRAP: "it met a condition that it takes for impossible"
        default: "signal \(signal)"
        }
    }
}

extension IsolationError: Fault {
    public var kind: FaultKind { .badData }

    public var sentence: String {
        switch self {
        case .refused(let path, let reason):
            "\(path): \(reason); the file is damaged, or made to do harm"
        case .notSurvived(let path, let reader, let end):
            "\(path): \(reader) did not survive reading it and \(end.words); the file is damaged, or made to do harm"
        }
    }
}
