/// Where a user's own files lie by the XDG base directory specification (2021).
public enum UserFolder {
    /// `kalon` in the folder that `variable` names in the environment, or else in `fallback` below the home folder; nil
    /// where there is neither. Relative paths are ignored, as the specification asks.
    public static func path(
        variable: String, fallback: String, environment: [String: String]
    ) -> String? {
        let named = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/\(fallback)" : nil }
        return (named ?? home).map { $0 + "/kalon" }
    }
}
