/// Where a user's own files are, by the XDG base directory specification (2021).
public enum UserFolder {
    /// The folder of a cache in `kalon` of the user's cache folder, which is `XDG_CACHE_HOME` or else `~/.cache`.
    ///
    /// - Parameters:
    ///   - name: the name of the cache.
    ///   - environment: the variables of the process.
    /// - Returns: Nil if there is no such folder.
    package static func cache(_ name: String, environment: [String: String]) -> String? {
        path(variable: "XDG_CACHE_HOME", fallback: ".cache", environment: environment).map { "\($0)/\(name)" }
    }

    /// The folder `kalon` in a user's base directory; nil if the environment names neither that directory nor a home
    /// folder.
    ///
    /// Relative paths are ignored, as the specification asks.
    ///
    /// - Parameters:
    ///   - variable: the variable that names the base directory, such as `XDG_CACHE_HOME`.
    ///   - fallback: the base directory below the home folder if the variable is not set, such as `.cache`.
    ///   - environment: the variables of the process.
    public static func path(
        variable: String, fallback: String, environment: [String: String]
    ) -> String? {
        let named = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/\(fallback)" : nil }
        return (named ?? home).map { $0 + "/kalon" }
    }
}
