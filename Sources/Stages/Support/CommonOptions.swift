import ArgumentParser
import Foundation

/// The options that every stage has.
public struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seed of everything random; stored with the result.", valueName: "number"))
    public var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Processor threads to use.", valueName: "count"))
    public var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Print no progress.")
    public var quiet = false

    public init() {}

    public func validate() throws {
        try OptionNumbers.require("--threads", threads, 1...1024)
    }
}
