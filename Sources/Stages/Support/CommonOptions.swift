import ArgumentParser
import Foundation

/// The options that every stage has.
public struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seed for all random numbers; stored with the result.", valueName: "number"))
    public var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Number of processor threads to use.", valueName: "count"))
    public var threads: Int = ProcessInfo.processInfo.activeProcessorCount

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
