import Foundation
import Isolation
import Testing
import TestSupport

/// What becomes of a process when those that work for it come to an end.
///
/// The cases run in `isolation-trial`: a process with threads, such as this one, cannot be copied.
@Suite struct IsolationTests {
    @Test func nothingIsBoundByItself() {
        #expect(Isolation.current == nil)
    }

    @Test(arguments: [
        ("echo", "hello"),
        ("memory", "\([UInt8]((0...255).reversed()))"),
        ("trap", "crashed(signal: \(SIGILL))"),
        ("abort", "crashed(signal: \(SIGABRT))"),
        ("null", "crashed(signal: \(SIGSEGV))"),
        ("stack", "crashed(signal: \(SIGSEGV))"),
        ("spin", "outOfTime(seconds: 1)"),
        ("killed", "vanished"),
    ])
    func anEndIsAnAnswer(_ trial: String, _ expected: String) throws {
        #expect(try output(of: trial) == expected)
    }

    /// What a process does that gets no memory is its own affair; that it gets none is not.
    @Test func memoryIsBounded() throws {
        let ends = ["crashed(signal: \(SIGILL))", "crashed(signal: \(SIGABRT))", "crashed(signal: \(SIGSEGV))", "vanished"]
        #expect(ends.contains(try output(of: "hunger")))
    }

    @Test func aProcessWithThreadsIsNotCopied() throws {
        let lines = try output(of: "threads").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains("threads were running already") ?? false)
        #expect(lines.last == "none")
    }

    @Test func aPictureThatEndsItsDecoderIsRefused() throws {
        #expect(
            try output(of: "picture")
                == "a.ppm: the decoder did not survive the picture (it failed: it gave up, perhaps because memory ran out)")
    }

    /// A killed process leaves nobody behind.
    @Test func whoWorksForAProcessEndsWithIt() throws {
        let scratch = try Scratch()
        let path = try scratch.write("", to: "output")
        let process = try trial("children", output: path)
        defer { process.terminate() }
        var number: pid_t?
        while number == nil, process.isRunning {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            if text.hasSuffix("\n") { number = try #require(pid_t(text.dropFirst("kept ".count).dropLast())) }
        }
        let worker = try #require(number)
        #expect(isRunning(worker))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // It ends a moment after; a test that hangs here has found one that does not.
        while isRunning(worker) { usleep(1000) }
    }

    /// Whether there is such a process, which is not merely waiting for somebody to take note of its end.
    private func isRunning(_ number: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8) else { return false }
        return status.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    private func output(of name: String) throws -> String {
        let scratch = try Scratch()
        let path = try scratch.write("", to: "output")
        let process = try trial(name, output: path)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    private func trial(_ name: String, output: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.executable())
        process.arguments = [name]
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        try process.run()
        return process
    }

    /// Beside the test bundle, of which this process is a part.
    private static func executable() throws -> String {
        var folder = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("isolation-trial").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        }
        throw CocoaError(.fileNoSuchFile)
    }
}
