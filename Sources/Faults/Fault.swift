/// What kind of thing went wrong; it decides the exit code of a stage.
public enum FaultKind: String, Codable, Sendable {
    /// The command line cannot be carried out as written.
    case usage
    /// An input was read, but it is not what it should be.
    case badData
    /// An input does not exist or cannot be opened.
    case missingInput
    /// An output cannot be written.
    case cannotWrite
    /// A server does not answer, or not as asked; or the system allows the process too little.
    case unavailable
    /// A defect of Kalon or of a library that it calls.
    case ours
}

/// An error that knows its kind and can be told to a person in one sentence.
///
/// The cases of a conforming enum carry facts. `sentence`, kept in an extension of its own, is the only place that turns
/// them into words: what was found, what was expected, and what to do. It names no option of a command, but `settings` says
/// what the user can set otherwise.
public protocol Fault: Error, Sendable, CustomStringConvertible {
    /// What kind of thing went wrong; it decides the exit code.
    var kind: FaultKind { get }
    /// What was found, what was expected and what to do, as one sentence without a full stop.
    var sentence: String { get }
    /// What a user can set otherwise to avoid the fault, in the order in which the sentence mentions it; usually nothing.
    var settings: [Setting] { get }
}

extension Fault {
    /// No setting avoids the fault.
    public var settings: [Setting] { [] }
    /// The value as text.
    public var description: String { sentence }
}
