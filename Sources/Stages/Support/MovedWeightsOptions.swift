import ArgumentParser

/// Where weight files are now, for a classifier that remembers other places.
public struct MovedWeightsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A weight file, or a network's own file, that is no longer where it was at training; may be given for each network, "
                + "by its name in the classifier.",
            valueName: "network=file"))
    public var weights: [String] = []

    public init() {}

    /// Paths by the name of the network.
    public func byNetwork() throws -> [String: String] {
        var paths: [String: String] = [:]
        for entry in weights {
            let parts = entry.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw ValidationError("--weights is '\(entry)'; NETWORK=FILE is expected, such as multigap=weights.h5")
            }
            paths[String(parts[0])] = String(parts[1])
        }
        return paths
    }

    public func validate() throws {
        _ = try byNetwork()
    }
}
