/// A fault found in a file, with the path of the file where the fault's own sentence does not name it.
///
/// Readers of parts of a file need not know its name. Whoever opens the file adds it with `naming`.
public struct FileFault: Fault {
    /// The path of the file.
    public let path: String
    /// What is wrong with the file.
    public let cause: any Fault

    /// Adds the path of a file to a fault.
    ///
    /// - Parameters:
    ///   - path: the file in which the fault was found.
    ///   - cause: the fault.
    public init(path: String, cause: any Fault) {
        self.path = path
        self.cause = cause
    }

    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { cause.kind }
    /// The fault as one sentence for the user.
    public var sentence: String { cause.sentence.contains(path) ? cause.sentence : "\(path): \(cause.sentence)" }
    /// The settings of the cause.
    public var settings: [Setting] { cause.settings }

    /// Returns what `body` returns, and adds the file to any fault that it throws.
    ///
    /// - Parameters:
    ///   - path: the file that the fault should name.
    ///   - body: the work on the file.
    /// - Throws: `FileFault` if `body` throws a fault; any other error of `body` unchanged.
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
