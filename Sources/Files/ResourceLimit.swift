import Foundation

/// The system's limits for the process (`ulimit`).
package enum ResourceLimit {
    /// The limit of a resource, in the resource's own unit; nil if there is none.
    package static func current(_ resource: __rlimit_resource) -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }
}
