import Faults
import Foundation
import Storage

/// A limit of the process (`ulimit`) below which libraries crash or wait for ever instead of giving up.
struct ProcessLimit: Fault, Equatable {
    /// What is limited.
    enum Resource {
        /// Bytes of address space.
        case addresses
        /// Open files and sockets.
        case files
        /// Bytes of the first thread's stack.
        case stack
    }

    let resource: Resource
    let found: Int
    let expected: Int

    var kind: FaultKind { .unavailable }

    var sentence: String {
        switch resource {
        case .addresses:
            "this process may use only \(found >> 20) MB of address space (ulimit -v), but needs at least \(expected >> 20) MB; "
                + "raise the limit"
        case .files:
            "this process may open only \(found) files (ulimit -n), but needs at least \(expected); raise the limit"
        case .stack:
            "this process may use only \(found >> 10) kB of stack (ulimit -s), but needs at least \(expected >> 10) kB; raise the "
                + "limit"
        }
    }

    /// The first limit that is too low; nil where none is.
    static var tooLow: ProcessLimit? {
        // Libraries have 0.3 GB of addresses when they are loaded. OpenBLAS then starts a thread for every processor, each of
        // which tries for ever to get 128 MB, and the process cannot end before it has.
        let addresses = 1 << 30 + ProcessInfo.processInfo.processorCount * 136 << 20
        let needs: [(Resource, __rlimit_resource, expected: Int)] = [
            (.addresses, RLIMIT_AS, addresses), (.files, RLIMIT_NOFILE, 64), (.stack, RLIMIT_STACK, 1 << 20),
        ]
        for (resource, limit, expected) in needs {
            if let found = ResourceLimit.current(limit), found < expected {
                return ProcessLimit(resource: resource, found: found, expected: expected)
            }
        }
        return nil
    }
}
