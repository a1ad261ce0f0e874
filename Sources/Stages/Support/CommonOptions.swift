import ArgumentParser
import Foundation

/// The options that every stage has.
public struct CommonOptions: ParsableArguments {
    /// The seed of everything random (`--seed`).
    @Option(help: ArgumentHelp("Seed for all random numbers; stored with the result.", valueName: "number"))
    public var seed: UInt64 = 0

    /// The number of processor threads, 1 to 1024 (`--threads`).
    @Option(help: ArgumentHelp("Number of processor threads to use.", valueName: "count"))
    public var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    /// Whether no progress is shown (`--quiet`).
    @Flag(help: "Print no progress.")
    public var quiet = false

    /// Creates the options with their defaults.
    public init() {}

    /// Checks the number of threads.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        try OptionNumbers.require("--threads", threads, 1...1024)
    }
}
