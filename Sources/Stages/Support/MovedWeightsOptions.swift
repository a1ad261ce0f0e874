import ArgumentParser

/// The option that says where weight files are now, for a classifier that stores other paths.
public struct MovedWeightsOptions: ParsableArguments {
    /// The values `NETWORK=FILE` as given (`--weights`).
    @Option(
        help: ArgumentHelp(
            "The new path of a network's weight file, or of the network's own file, if it has moved since training. Give it "
                + "once for each network, by the network's name in the classifier.",
            valueName: "network=file"))
    public var weights: [String] = []

    /// Creates the options with their defaults.
    public init() {}

    /// The paths, by the name of the network.
    ///
    /// - Throws: `ValidationError` for a value that is not of the form `NETWORK=FILE`.
    public func byNetwork() throws -> [String: String] {
        try Self.paths(weights, option: "--weights")
    }

    /// The paths of values `NETWORK=FILE`, by the name of the network.
    ///
    /// - Throws: `ValidationError` for a value that is not of that form.
    public static func paths(_ entries: [String], option: String) throws -> [String: String] {
        var paths: [String: String] = [:]
        for entry in entries {
            let parts = entry.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw ValidationError("\(option) is '\(entry)'; NETWORK=FILE is expected, such as multigap=weights.h5")
            }
            paths[String(parts[0])] = String(parts[1])
        }
        return paths
    }

    /// Checks the form of each value.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        _ = try byNetwork()
    }
}
