import Faults
import Foundation

/// A limit of the process (`ulimit`) below which libraries crash or wait for ever instead of giving up.
public struct ProcessLimit: Fault, Equatable {
    /// What is limited.
    public enum Resource: Sendable {
        /// Bytes of address space.
        case addresses
        /// Open files and sockets.
        case files
        /// Bytes of the first thread's stack.
        case stack
    }

    public let resource: Resource
    public let found: Int
    public let expected: Int

    public var kind: FaultKind { .unavailable }

    public var sentence: String {
        switch resource {
        case .addresses:
            "the process may have \(found >> 20) MB of address space, and \(expected >> 20) MB are needed at least; raise the limit "
                + "(ulimit -v)"
        case .files:
            "the process may have \(found) files open at once, and \(expected) are needed at least; raise the limit (ulimit -n)"
        case .stack:
            "the process may have \(found >> 10) kB of stack, and \(expected >> 10) kB are needed at least; raise the limit (ulimit -s)"
        }
    }

    /// The first limit that is too low, of a process on a machine of so many processors; nil where none is.
    public static func tooLow(processors: Int = ProcessInfo.processInfo.processorCount) -> ProcessLimit? {
        // Libraries have 0.3 GB of it when they are loaded. OpenBLAS starts a thread for every processor then, each of which
        // tries for ever to get 128 MB, and the process cannot end before it has.
        let addresses = 1 << 30 + processors * 136 << 20
        if let found = limit(RLIMIT_AS), found < addresses {
            return ProcessLimit(resource: .addresses, found: found, expected: addresses)
        }
        let files = 64, stack = 1 << 20
        if let found = limit(RLIMIT_NOFILE), found < files {
            return ProcessLimit(resource: .files, found: found, expected: files)
        }
        if let found = limit(RLIMIT_STACK), found < stack {
            return ProcessLimit(resource: .stack, found: found, expected: stack)
        }
        return nil
    }

    /// Nil where there is none.
    private static func limit(_ resource: __rlimit_resource) -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }
}
