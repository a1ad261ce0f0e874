import ArgumentParser
import Faults
import Foundation

/// A command that shows what its argument parser says as everything else is shown: nothing that was given on the command
/// line reaches the terminal as it stands.
public protocol Command: ParsableCommand {}

extension Command {
    public static func main() {
        start { nil }
    }

    /// Runs the command on the words that `words` gives, and ends the process; nil stands for the command line.
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

    /// Ends the process at once, without what libraries do at an end: OpenBLAS waits for its threads there, which may not
    /// have come to be where memory is short, and so for ever. Everything of ours is closed by then.
    private static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }

    private static func exit(showing error: any Error) -> Never {
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        guard code != .success else {
            // Help and completion scripts, of which nothing was given by anybody.
            let isWritten = (try? Console.data(message)) != nil
            end(isWritten ? code.rawValue : FaultKind.cannotWrite.exitCode.rawValue)
        }
        if !message.isEmpty { Console.errorInLines(message.showing(words: CommandLine.arguments.dropFirst())) }
        end(code.rawValue)
    }
}

extension String {
    /// The text with words of the command line on one line each, where it repeats them.
    func showing(words: some Sequence<String>) -> String {
        // Of `--option=value` the parser repeats either part.
        let repeated = words.flatMap { [$0] + $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return repeated.filter { $0.shown != $0 }.reduce(self) { $0.replacing($1, with: $1.shown) }
    }
}
