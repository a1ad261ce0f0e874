/// What kind of thing went wrong: decides the exit code of a stage.
public enum FaultKind: String, Codable, Sendable {
    /// The command line cannot be carried out as written.
    case usage
    /// An input was read and is not what it should be.
    case badData
    /// An input is not there, or cannot be opened.
    case missingInput
    /// An output cannot be written.
    case cannotWrite
    /// A server gives no answer, or not the one asked for; or the system allows the process too little.
    case unavailable
    /// A defect of Kalon, or of a library that it calls.
    case ours
}

/// An error that knows its kind and can be told to a person in one sentence.
///
/// Cases of a conforming enum carry facts; `sentence`, kept in an extension of its own, is the one place that
/// turns them into words: what was found, what was expected, what to do.
public protocol Fault: Error, Sendable, CustomStringConvertible {
    var kind: FaultKind { get }
    var sentence: String { get }
}

extension Fault {
    public var description: String { sentence }
}
