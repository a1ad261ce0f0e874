import Foundation

/// The memory that this process may still take.
package enum AvailableMemory {
    /// The available memory in bytes, or nil if the system reports none of the figures.
    ///
    /// It is the smallest of what the machine has free, what the control group allows, and the limit of the process.
    package static var bytes: Int? {
        [ofMachine, ofControlGroup, ofProcess].compactMap { $0 }.min()
    }

    private static var ofMachine: Int? {
        field("MemAvailable:", of: "/proc/meminfo").map { $0 * 1024 }
    }

    private static var ofControlGroup: Int? {
        let folder = "/sys/fs/cgroup/"
        guard let limit = number(in: folder + "memory.max"), let used = number(in: folder + "memory.current") else {
            return nil
        }
        return max(0, limit - used)
    }

    private static var ofProcess: Int? {
        guard let limit = ResourceLimit.current(RLIMIT_AS) else { return nil }
        return max(0, limit - (field("VmSize:", of: "/proc/self/status") ?? 0) * 1024)
    }

    private static func number(in path: String) -> Int? {
        text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// The number after a name at the start of a line.
    private static func field(_ name: String, of path: String) -> Int? {
        let line = text(path)?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }

    /// A file of the kernel; nil on systems that do not have it.
    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
