/// Why isolated work gave no answer.
public enum IsolationEnd: Error, Equatable, Sendable {
    /// A signal that the process caused itself ended it, such as SIGSEGV.
    case crashed(signal: Int32)
    /// It needed more processor time than it was allowed, in seconds.
    case outOfTime(seconds: Int)
    /// It waited for a minute without computing anything.
    case asleep
    /// It ended without a word: it was killed by the system, or ran out of stack.
    case vanished
}

/// An unknown file that must not be read.
public enum IsolationError: Error, Equatable, Sendable {
    /// The process that tried to read the file says why not to.
    case refused(path: String, reason: String)
    /// A process did not survive reading the file; `reader` is what it was read with, such as `OpenVINO`.
    case notSurvived(path: String, reader: String, end: IsolationEnd)
}
