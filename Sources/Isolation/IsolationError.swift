/// Why isolated work gave no answer.
public enum IsolationEnd: Error, Equatable, Sendable {
    /// A signal of its own making ended the process, such as SIGSEGV.
    case crashed(signal: Int32)
    /// It needed more processor time than it was allowed.
    case outOfTime(seconds: Int)
    /// It waited for a minute without computing anything.
    case asleep
    /// The process went without a word: killed by the system, or out of stack.
    case vanished
}

/// An unknown file that is not to be read.
public enum IsolationError: Error, Equatable, Sendable {
    /// The process that tried it says why it is not to be read.
    case refused(path: String, reason: String)
    /// `reader` is what the file was read with, such as `OpenVINO`.
    case notSurvived(path: String, reader: String, end: IsolationEnd)
}
