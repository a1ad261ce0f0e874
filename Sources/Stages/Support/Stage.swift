import ArgumentParser
import Faults
import Foundation
import Isolation
import LinearAlgebra
import Storage

/// One executable of the pipeline: parses its arguments, sets the process up, runs, and turns errors into one
/// sentence and an exit code.
public protocol Stage: Command {
    var common: CommonOptions { get }

    /// The executable's name, which begins each line for a person.
    static var name: String { get }

    /// Whether the same command, given again after an interruption, goes on where it stopped.
    static var resumes: Bool { get }

    /// The work itself.
    func execute(_ context: StageContext) throws
}

/// What a stage is given besides its arguments.
public struct StageContext: Sendable {
    /// The executable's name, such as `kalon-extract`.
    public let name: String
    public let seed: UInt64
    public let threads: Int
    /// Where progress is shown.
    public let progress: ProgressReporter
    /// Whether the user asked to stop (Ctrl-C or a termination signal).
    public let interruption: Interruption
    /// How long the work takes.
    public let clock: WorkClock
}

extension Stage {
    public static var name: String { configuration.commandName ?? "kalon" }

    public static var resumes: Bool { false }

    public func run() throws {
        Console.occupyClosedStreams()
        // An empty path would mean the current folder to some calls and nothing at all to others.
        guard !CommandLine.arguments.contains("") else {
            throw ValidationError("an argument is empty; a path or a value is expected")
        }
        let name = Self.name
        // Before anything that may start threads.
        let isolation = Isolation.ofStages { Console.error("\(name): \($0)") }
        BLASThreads.use(common.threads)
        let context = StageContext(
            name: name, seed: common.seed, threads: common.threads,
            progress: ProgressReporter(label: name, isQuiet: common.quiet), interruption: Interruption.installed(),
            clock: WorkClock())
        do {
            try Isolation.$current.withValue(isolation) { try execute(context) }
        } catch {
            context.progress.clear()
            guard let failure = StageFailure(error, resumes: Self.resumes) else { throw error }
            Console.error("\(name): \(failure.sentence)")
            throw failure.exitCode
        }
    }
}

/// An error as the user meets it: one sentence and an exit code.
struct StageFailure {
    let sentence: String
    let exitCode: ExitCode

    /// Nil for errors that the argument parser reports itself.
    init?(_ error: any Error, resumes: Bool) {
        switch error {
        case is ExitCode, is ValidationError, is CleanExit:
            return nil
        case is Interrupted:
            sentence =
                "interrupted; what was there before is unchanged, and the same command "
                + (resumes ? "goes on from here" : "starts again")
            exitCode = ExitCode(130)
        case let fault as any Fault:
            sentence = fault.sentence
            exitCode = fault.kind.exitCode
        default:
            sentence = "unexpected error, which is a defect of Kalon: \(error)"
            exitCode = FaultKind.ours.exitCode
        }
    }
}

extension FaultKind {
    /// The codes of `sysexits.h`.
    public var exitCode: ExitCode {
        switch self {
        case .usage: ExitCode(64)
        case .badData: ExitCode(65)
        case .missingInput: ExitCode(66)
        case .unavailable: ExitCode(69)
        case .ours: ExitCode(70)
        case .cannotWrite: ExitCode(73)
        }
    }
}
