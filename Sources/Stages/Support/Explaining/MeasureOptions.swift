import ArgumentParser

/// The options that say what is measured about explanations.
public struct MeasureOptions: ParsableArguments {
    /// Whether explanations are measured (`--measure`).
    @Flag(
        help: """
            Measure each explanation: deletion and insertion curves, stability over seeds, where the methods agree, and means with \
            intervals over the photographs.
            """)
    public var measure = false

    /// The number of portions in which pixels are deleted and inserted (`--portions`).
    @Option(help: ArgumentHelp("With --measure: in how many equal portions pixels are deleted and inserted.", valueName: "count"))
    public var portions = 20

    /// The number of seeds over which stability is measured (`--seeds`).
    @Option(
        help: ArgumentHelp(
            "With --measure: over how many seeds the stability of a random method is measured; 1 for none.", valueName: "count"))
    public var seeds = 3

    /// What is measured; nil for nothing.
    public var plan: MeasurePlan? { measure ? MeasurePlan(portions: portions, seeds: seeds) : nil }

    /// Creates the options with their defaults.
    public init() {}

    /// Checks the numbers.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        try OptionNumbers.require("--portions", portions, 1...1000)
        try OptionNumbers.require("--seeds", seeds, 1...100)
    }
}

/// How explanations are measured.
public struct MeasurePlan: Sendable {
    /// In how many equal portions pixels are deleted and inserted.
    public let portions: Int
    /// Over how many seeds stability is measured; 1 for none.
    public let seeds: Int
}
