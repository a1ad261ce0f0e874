import Faults
import Files
import Foundation

/// The two outputs of a stage: results go to standard output, everything else to standard error.
///
/// Control sequences are escaped, because file names and texts from files may contain sequences that a terminal would obey.
public enum Console {
    /// Writes lines for a person to standard output.
    ///
    /// - Throws: `StorageError.cannotWrite`, for example on a full disk.
    public static func output(_ lines: String) throws(StorageError) {
        try writeOutput(lines.shownInLines)
    }

    /// Writes a line for a program, such as a path or CSV, to standard output; it is escaped only if that is a terminal.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    public static func data(_ line: String) throws(StorageError) {
        try writeOutput(isatty(STDOUT_FILENO) == 1 ? line.shownInLines : line)
    }

    /// Writes JSON to standard output, with control characters as JSON escapes.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    public static func json(_ text: String) throws(StorageError) {
        try writeOutput(text.shownAsJSON)
    }

    private static func writeOutput(_ line: String) throws(StorageError) {
        let code = write(line + "\n", to: STDOUT_FILENO)
        guard code == 0 else {
            throw .cannotWrite(path: "standard output", reason: String(cString: strerror(code)))
        }
    }

    /// Writes one line for a person to standard error.
    ///
    /// A failure to write is ignored, because the result does not depend on the message.
    public static func error(_ line: String) {
        _ = write(line.shown + "\n", to: STDERR_FILENO)
    }

    /// Writes several lines for a person to standard error.
    static func errorInLines(_ lines: String) {
        _ = write(lines.shownInLines + "\n", to: STDERR_FILENO)
    }

    /// Opens a placeholder for each standard stream that the caller has closed.
    ///
    /// Otherwise the next file to be opened would take the stream's number, and messages would be written into it.
    static func occupyClosedStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDONLY)
        }
    }

    static func errorIsTerminal() -> Bool { isatty(STDERR_FILENO) == 1 }

    /// Replaces the terminal's current line, without ending it.
    static func errorInPlace(_ line: String) {
        _ = write("\r\u{1B}[K" + line.shown, to: STDERR_FILENO)
    }

    /// Ends the terminal's current line.
    static func errorEndsLine() {
        _ = write("\n", to: STDERR_FILENO)
    }

    /// Writes all of `text`; returns the system's error code, or 0.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}
