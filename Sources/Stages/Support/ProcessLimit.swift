import Faults
import Files
import Foundation

/// A limit of the process (`ulimit`) that is too low: libraries would crash or hang instead of reporting an error.
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

    /// The first limit that is too low; nil if there is none.
    static var tooLow: ProcessLimit? {
        // Loading the libraries takes 0.3 GB of address space. OpenBLAS then starts a thread for every processor; each tries
        // for ever to get 128 MB, and the process cannot end before it succeeds.
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
