import Foundation

/// The two outputs of a stage: data go to standard output, everything else to standard error.
public enum Console {
    /// Writes one line of data.
    public static func output(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Writes one line for a person.
    public static func error(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    static func errorIsTerminal() -> Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes without ending the line; only for progress on a terminal.
    static func errorWithoutNewline(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
