import ArgumentParser
import Faults
import Files
import Foundation
import Isolation
import LinearAlgebra

/// One executable of the pipeline.
///
/// It parses its arguments, sets up the process, runs, and turns errors into one sentence and an exit code.
public protocol Stage: Command {
    /// The options that every stage has.
    var common: CommonOptions { get }

    /// The executable's name, which begins each line for a person.
    static var name: String { get }

    /// Whether the same command, given again after an interruption, resumes where it stopped.
    static var resumes: Bool { get }

    /// Does the work of the stage.
    ///
    /// - Throws: A `Fault`, which becomes a sentence and an exit code; `Interrupted`; or `ValidationError`.
    func execute(_ context: StageContext) throws
}

/// What a stage is given in addition to its arguments.
public struct StageContext: Sendable {
    /// The executable's name, such as `kalon-extract`.
    public let name: String
    /// The command, which knows its options.
    let command: any Command.Type
    /// The seed of everything random.
    public let seed: UInt64
    /// The number of processor threads to use.
    public let threads: Int
    /// Shows progress and messages.
    public let progress: ProgressReporter
    /// Whether the user asked to stop (Ctrl-C or a termination signal).
    public let interruption: Interruption
    /// Measures how long the work takes.
    public let clock: WorkClock
}

extension Stage {
    /// The command's name.
    public static var name: String { configuration.commandName ?? "kalon" }

    /// By default, an interrupted stage starts again.
    public static var resumes: Bool { false }

    /// Runs the stage, and shows what it throws.
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
            name: name, command: Self.self, seed: common.seed, threads: common.threads,
            progress: ProgressReporter(label: name, isQuiet: common.quiet), interruption: Interruption.installed(),
            clock: WorkClock())
        do {
            try Isolation.$current.withValue(isolation) { try execute(context) }
        } catch {
            context.progress.clear()
            guard let failure = StageFailure(error, of: Self.self) else { throw error }
            Console.error("\(name): \(failure.sentence)")
            throw failure.exitCode
        }
    }
}

/// An error as the user sees it: one sentence and an exit code.
struct StageFailure {
    let sentence: String
    let exitCode: ExitCode

    /// Nil for errors that the argument parser reports itself.
    init?<Failed: Stage>(_ error: any Error, of stage: Failed.Type) {
        switch error {
        case is ExitCode, is ValidationError, is CleanExit:
            return nil
        case is Interrupted:
            sentence =
                "interrupted; existing files are unchanged, and the same command "
                + (stage.resumes ? "resumes from here" : "starts again")
            exitCode = ExitCode(130)
        case let fault as any Fault:
            sentence = stage.sentence(of: fault)
            exitCode = fault.kind.exitCode
        default:
            sentence = "unexpected error, which is a defect of Kalon; please report it: \(error)"
            exitCode = FaultKind.ours.exitCode
        }
    }
}

extension FaultKind {
    /// The exit code for this kind of fault, as in `sysexits.h`.
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
