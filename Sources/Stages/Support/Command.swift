import ArgumentParser
import Faults
import Foundation

/// A command whose parser messages are escaped like all other output.
///
/// No argument reaches the terminal unescaped.
public protocol Command: ParsableCommand, SendableMetatype {}

extension Command {
    /// Runs the command on the arguments of the process, and ends the process.
    public static func main() {
        start { nil }
    }

    /// Runs the command on the given words, and ends the process.
    ///
    /// - Parameter words: Returns the arguments; nil stands for those of the process.
    public static func start(_ words: () throws -> [String]?) -> Never {
        if let limit = ProcessLimit.tooLow {
            Console.error("\(configuration.commandName ?? _commandName): \(limit.sentence)")
            end(limit.kind.exitCode.rawValue)
        }
        do {
            var command = try parseAsRoot(try words())
            try command.run()
        } catch {
            exit(showing: error)
        }
        end(0)
    }

    /// Ends the process at once, without the exit handlers of libraries.
    ///
    /// OpenBLAS's handler waits for its threads; if memory was too short to start them, it waits for ever. All our own files
    /// are closed by then.
    private static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }

    private static func exit(showing error: any Error) -> Never {
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        guard code != .success else {
            // Help and completion scripts contain nothing from the command line.
            let isWritten = (try? Console.data(message)) != nil
            end(isWritten ? code.rawValue : FaultKind.cannotWrite.exitCode.rawValue)
        }
        if !message.isEmpty { Console.errorInLines(message.showing(words: CommandLine.arguments.dropFirst())) }
        end(code.rawValue)
    }
}

extension String {
    /// The text, with any words of the command line that it repeats escaped onto one line.
    func showing(words: some Sequence<String>) -> String {
        // Of `--option=value`, the parser may repeat either part.
        let repeated = words.flatMap { [$0] + $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return repeated.filter { $0.shown != $0 }.reduce(self) { $0.replacing($1, with: $1.shown) }
    }
}
