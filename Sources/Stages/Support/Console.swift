import Foundation
import Storage

/// The two outputs of a stage: data go to standard output, everything else to standard error.
public enum Console {
    /// Writes one line of data. Throws `StorageError.cannotWrite`, as on a full disk.
    public static func output(_ line: String) throws(StorageError) {
        let code = write(line + "\n", to: STDOUT_FILENO)
        guard code == 0 else {
            throw .cannotWrite(path: "standard output", reason: String(cString: strerror(code)))
        }
    }

    /// Writes one line for a person. Where nobody can be told, the work goes on: its result does not depend on it.
    public static func error(_ line: String) {
        errorWithoutNewline(line + "\n")
    }

    /// Gives a stream that the caller has closed something to stand for it: else the next file that is opened would
    /// take its number, and messages would be written into it.
    static func occupyClosedStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDONLY)
        }
    }

    static func errorIsTerminal() -> Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes without ending the line; only for progress on a terminal.
    static func errorWithoutNewline(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// Writes all of `text`; returns the system's error code, or 0.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}
