import ArgumentParser
import Faults
import Graphs
import Inference
import Judging
import Networks

/// The options of a whole judge: a classifier with the networks of its extractors.
public struct JudgeOptions: ParsableArguments {
    /// The new paths of weight files, as given (`--moved-weights`).
    @Option(
        name: .customLong("moved-weights"),
        help: ArgumentHelp(
            "With a classifier: the new path of a network's weight file, if it has moved since training. Give it once for each "
                + "network, by the network's name in the classifier.",
            valueName: "network=file"))
    public var moved: [String] = []

    /// Creates the options with their defaults.
    public init() {}

    /// Checks the form of each value.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        _ = try paths()
    }

    private func paths() throws -> [String: String] {
        try MovedWeightsOptions.paths(moved, option: "--moved-weights")
    }

    /// The networks of a classifier's extractors, in order, with their weights.
    ///
    /// - Parameters:
    ///   - classifier: The classifier.
    ///   - threads: The number of threads that draw weights from a seed.
    /// - Throws: `JudgingError.notApplicable` if the classifier does not name its extractors, `.unusedWeights` for a path of another
    ///   network, and what `ExtractorConfiguration.weightedNetwork` throws.
    public func networks(of classifier: Classifier, threads: Int) throws -> [WeightedNetwork] {
        let extractors = try classifier.requiredPipeline().extractors
        let (paths, known) = (try paths(), Set(extractors.map(\.network)))
        if let unused = paths.keys.sorted().first(where: { !known.contains($0) }) {
            throw JudgingError.unusedWeights(
                network: unused, classifier: classifier.path, networks: known.sorted())
        }
        return try FileFault.naming(classifier.path) {
            try extractors.map { try $0.weightedNetwork(moved: paths[$0.network], of: classifier.path, threads: threads) }
        }
    }
}
