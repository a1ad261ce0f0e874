import Faults
import Foundation
import Storage

/// The two outputs of a stage: results go to standard output, everything else to standard error.
///
/// What goes through here is shown and not obeyed: names of files and texts of foreign files may hold sequences that
/// command a terminal.
public enum Console {
    /// Writes lines for a person. Throws `StorageError.cannotWrite`, as on a full disk.
    public static func output(_ lines: String) throws(StorageError) {
        try writeOutput(lines.shownInLines)
    }

    /// Writes a line for a program, such as a path or CSV: as it is, unless it ends on a terminal. Throws
    /// `StorageError.cannotWrite`.
    public static func data(_ line: String) throws(StorageError) {
        try writeOutput(isatty(STDOUT_FILENO) == 1 ? line.shownInLines : line)
    }

    /// Writes JSON: the same values, with what disturbs a terminal as escapes of JSON. Throws
    /// `StorageError.cannotWrite`.
    public static func json(_ text: String) throws(StorageError) {
        try writeOutput(text.shownAsJSON)
    }

    private static func writeOutput(_ line: String) throws(StorageError) {
        let code = write(line + "\n", to: STDOUT_FILENO)
        guard code == 0 else {
            throw .cannotWrite(path: "standard output", reason: String(cString: strerror(code)))
        }
    }

    /// Writes one line for a person. Where nobody can be told, the work goes on: its result does not depend on it.
    public static func error(_ line: String) {
        _ = write(line.shown + "\n", to: STDERR_FILENO)
    }

    /// The same of several lines.
    static func errorInLines(_ lines: String) {
        _ = write(lines.shownInLines + "\n", to: STDERR_FILENO)
    }

    /// Gives a stream that the caller has closed something to stand for it: else the next file that is opened would
    /// take its number, and messages would be written into it.
    static func occupyClosedStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDONLY)
        }
    }

    static func errorIsTerminal() -> Bool { isatty(STDERR_FILENO) == 1 }

    /// Puts a line in the place of the one that a terminal shows, and does not end it.
    static func errorInPlace(_ line: String) {
        _ = write("\r\u{1B}[K" + line.shown, to: STDERR_FILENO)
    }

    /// Ends the line that a terminal shows.
    static func errorEndsLine() {
        _ = write("\n", to: STDERR_FILENO)
    }

    /// Writes all of `text`; returns the system's error code, or 0.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}
