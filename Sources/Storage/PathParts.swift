/// The two parts of a path, by its text alone.
///
/// Foundation has the same for `NSString`, which traps for a path of one character (swift-foundation 6.3).
package enum PathParts {
    /// The last part; slashes at the end do not count.
    package static func name(of path: String) -> String {
        String(path.split(separator: "/").last ?? "")
    }

    /// What comes before the last part; empty for a name alone.
    package static func folder(of path: String) -> String {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return "" }
        return slash == rest.startIndex ? "/" : String(rest[..<slash])
    }
}
