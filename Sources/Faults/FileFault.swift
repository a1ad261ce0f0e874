/// A fault found in a file, told with the file's path where the fault's own sentence leaves it out.
///
/// Readers of parts of a file need not know its name: whoever opens the file adds it, by `naming`.
public struct FileFault: Fault {
    public let path: String
    public let cause: any Fault

    public init(path: String, cause: any Fault) {
        self.path = path
        self.cause = cause
    }

    public var kind: FaultKind { cause.kind }
    public var sentence: String { cause.sentence.contains(path) ? cause.sentence : "\(path): \(cause.sentence)" }

    /// What `body` makes; a fault that it throws names the file at `path`. Other errors pass unchanged.
    public static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let fault as FileFault {
            throw fault
        } catch let fault as any Fault {
            throw FileFault(path: path, cause: fault)
        }
    }
}
