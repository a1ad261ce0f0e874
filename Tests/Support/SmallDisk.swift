import Foundation

/// A file system in memory of a given size, for as long as the value lives.
package final class SmallDisk {
    package let folder: String

    /// Whether this user may mount one.
    package static var isPossible: Bool { geteuid() == 0 && SmallDisk(bytes: 1 << 16) != nil }

    package init?(bytes: Int) {
        folder = NSTemporaryDirectory() + "kalon-disk-" + UUID().uuidString
        guard mkdir(folder, 0o700) == 0 else { return nil }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=\(bytes)") == 0 else {
            rmdir(folder)
            return nil
        }
    }

    deinit {
        if umount2(folder, Int32(MNT_DETACH)) == 0 { rmdir(folder) }
    }

    /// Gives it another size; what is on it stays.
    package func resize(bytes: Int) -> Bool {
        mount("tmpfs", folder, "tmpfs", UInt(MS_REMOUNT), "size=\(bytes)") == 0
    }
}
