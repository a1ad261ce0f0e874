import Foundation
import TestSupport
import Testing

/// An executable of the package, run as a user runs it.
struct Command {
    let name: String
    let arguments: [String]
    /// The folder that it is run in.
    var folder: String
    /// Beyond that of the tests: the user's cache is left alone.
    var environment = ["XDG_CACHE_HOME": Self.cache]

    init(_ name: String, _ arguments: [String], in folder: String) {
        self.name = name
        self.arguments = arguments
        self.folder = folder
    }

    /// Where the package's executables lie: beside the test bundle, of which this process is a part.
    static let executables: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("kalon-extract").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return folder.path }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }()

    /// One cache for all tests.
    private static let cache: String = {
        atexit { try? FileManager.default.removeItem(atPath: Command.cacheFolder) }
        return cacheFolder
    }()

    private static let cacheFolder = NSTemporaryDirectory() + "kalon-cache-" + UUID().uuidString

    /// A line for the shell, in which the executables are on `PATH`.
    init(shell line: String, in folder: String) {
        self.init("sh", ["-c", "PATH='\(Self.executables)':$PATH; \(line)"], in: folder)
    }

    /// Runs it to its end.
    func run() throws -> Outcome {
        try start().outcome()
    }

    /// Starts it in step with whoever reads what it writes to standard error: it waits before the second line that was
    /// not read yet, however fast or busy the machine is.
    func startInStep() throws -> RunningCommand {
        let (errors, end) = try SteppedLines.pipe()
        let running = try start(errors: end)
        running.errors = errors
        // Else the end of what it writes would never come.
        try end.close()
        return running
    }

    /// Starts it; `output` is a file that takes standard output in place of the outcome, as `errors` takes standard error.
    func start(output: String? = nil, errors: FileHandle? = nil) throws -> RunningCommand {
        let scratch = NSTemporaryDirectory() + "kalon-run-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let running = RunningCommand(process: Process(), scratch: scratch)
        running.process.executableURL = URL(fileURLWithPath: (name == "sh" ? "/bin" : Self.executables) + "/" + name)
        running.process.arguments = arguments
        running.process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        running.process.currentDirectoryURL = URL(fileURLWithPath: folder)
        running.process.standardInput = FileHandle.nullDevice
        running.process.standardOutput = try Self.writable(output ?? running.outputPath)
        running.process.standardError = try errors ?? Self.writable(running.errorPath)
        try running.process.run()
        return running
    }

    /// Files and no pipes: nothing has to be read while the command runs.
    private static func writable(_ path: String) throws -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0, "\(path) can be opened")
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}

/// A command that may still be running.
final class RunningCommand {
    let process: Process
    private let scratch: String
    /// What it writes to standard error, where it was started in step.
    fileprivate var errors: SteppedLines?

    fileprivate var outputPath: String { scratch + "/output" }
    fileprivate var errorPath: String { scratch + "/error" }

    fileprivate init(process: Process, scratch: String) {
        self.process = process
        self.scratch = scratch
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: scratch)
    }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// To the processes that work for it as well.
    func sendToAll(_ signal: Int32) {
        kill(-process.processIdentifier, signal)
    }

    /// What it has written to standard error so far.
    var errorSoFar: String {
        get throws { try text(errorPath) }
    }

    /// Of a command that was started in step: reads lines until one has `fact`, and leaves the command there.
    func waitForLine(with fact: String) throws {
        let errors = try #require(errors, "the command was started in step")
        while try #require(errors.next(), "a line with '\(fact)' after: \(errors.text)").contains(fact) == false {}
    }

    /// Waits for the end.
    func outcome() throws -> Outcome {
        while errors?.next() != nil {}
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
            output: try text(outputPath), error: try errors?.text ?? text(errorPath))
    }

    private func text(_ path: String) throws -> String {
        guard FileManager.default.fileExists(atPath: path) else { return "" }
        return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}

/// What a run left behind.
struct Outcome: CustomTestStringConvertible {
    /// The exit code, or the signal that ended it.
    let code: Int32
    let isSignal: Bool
    let output: String
    let error: String

    var testDescription: String {
        "\(isSignal ? "signal" : "exit") \(code), output: \(output.prefix(400)), error: \(error.prefix(1200))"
    }

    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Expects that the command did its work.
    func expectDone(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(!isSignal && code == 0, "\(testDescription)", sourceLocation: sourceLocation)
    }

    /// Expects that the command refused with this exit code, wrote no data, and said all of `facts` in one sentence.
    func expectRefusal(_ expected: Int32, _ facts: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(!isSignal && code == expected, "\(testDescription)", sourceLocation: sourceLocation)
        #expect(output.isEmpty, "data: \(output)", sourceLocation: sourceLocation)
        let sentence = sentence ?? ""
        for fact in facts {
            #expect(sentence.contains(fact), "'\(fact)' in: \(sentence)", sourceLocation: sourceLocation)
        }
        for sign in ["Fatal error", "crashed", "defect of Kalon", "Error Domain", "Exception"] {
            #expect(!error.contains(sign), "\(testDescription)", sourceLocation: sourceLocation)
        }
    }

    /// The sentence of the refusal: after `Error:` for a bad command line, else the last line.
    private var sentence: String? {
        let lines = error.split(separator: "\n").map(String.init)
        return lines.first { $0.hasPrefix("Error: ") } ?? lines.last
    }
}

extension Scratch {
    /// Runs a stage here: `run("extract", …)` runs `kalon-extract`.
    func run(_ stage: String, _ arguments: [String]) throws -> Outcome {
        try Command("kalon-" + stage, arguments, in: folder).run()
    }

    /// The names here that a plain listing shows.
    var visibleNames: [String] { get throws { try names.filter { !$0.hasPrefix(".") } } }
}
