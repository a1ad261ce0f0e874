import Foundation

/// Complete reads and writes of an open file, which the system may carry out in parts.
package enum Descriptor {
    /// A path that leads to the open file itself, whatever happens to its name.
    package static func path(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    /// Writes all of `bytes`; returns the system's error code, or 0.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 && errno == EINTR { continue }
            if written < 0 { return errno }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        }
        return 0
    }
}
