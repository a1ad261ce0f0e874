/// The two parts of a path, from its text alone.
///
/// Foundation has the same for `NSString`, but it traps on a path of one character (swift-foundation 6.3).
package enum PathParts {
    /// The last part, ignoring slashes at the end.
    package static func name(of path: String) -> String {
        String(path.split(separator: "/").last ?? "")
    }

    /// Everything before the last part; empty if there is only a name.
    package static func folder(of path: String) -> String {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return "" }
        return slash == rest.startIndex ? "/" : String(rest[..<slash])
    }
}
