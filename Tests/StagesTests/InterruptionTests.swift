import Foundation
import Matrices
import Storage
import TestSupport
import Testing

/// Runs that are stopped or killed: the same command ends with the same file.
@Suite struct InterruptionTests {
    private static let count = 160
    private static let journal = "o.h5.partial"

    let scratch: Scratch
    private let arguments: [String]

    /// A set large enough to be interrupted: links to the same few pictures.
    init() throws {
        scratch = try Scratch()
        let gallery = try Gallery.shared()
        try scratch.makeFolder("set")
        for index in 0..<Self.count {
            try FileManager.default.createSymbolicLink(
                atPath: scratch.path("set/\(1000 + index).jpg"),
                withDestinationPath: gallery.photographs[index % gallery.photographs.count])
        }
        arguments = ["set", "--output", "o.h5"] + Gallery.firstExtractor
    }

    /// Starts the extraction and waits until about a share of its rows is in the journal.
    private func startAndWait(untilShare share: Double) throws -> RunningCommand {
        let running = try Command("kalon-extract", arguments, in: scratch.folder).start()
        let rowBytes = 256 * 4 + 21
        let wanted = Int(share * Double(Self.count * rowBytes))
        while running.process.isRunning {
            let size = (try? FileManager.default.attributesOfItem(atPath: scratch.path(Self.journal)))?[.size] as? Int
            if let size, size >= wanted { break }
            usleep(500)
        }
        return running
    }

    private func undisturbed() throws -> FeaturesValues {
        try scratch.run("extract", ["set", "--output", "whole.h5"] + Gallery.firstExtractor).expectDone()
        return try FeaturesValues(scratch.path("whole.h5"))
    }

    /// A terminal sends Ctrl-C to the stage and to all processes that work for it.
    @Test(arguments: [SIGINT, SIGTERM])
    func aStoppedExtractionGoesOn(_ signal: Int32) throws {
        try scratch.write("before", to: "o.h5")
        let running = try startAndWait(untilShare: 0.2)
        running.sendToAll(signal)
        let stopped = try running.outcome()
        stopped.expectRefusal(130, "interrupted", "the same command goes on")
        #expect(stopped.error.split(separator: "stopping after the work in hand").count == 2)
        #expect(try String(decoding: scratch.data("o.h5"), as: UTF8.self) == "before")
        #expect(try scratch.visibleNames == ["o.h5", Self.journal, "set"])
        let second = try scratch.run("extract", arguments)
        second.expectDone()
        #expect(second.error.contains("of an earlier run"))
        #expect(try FeaturesValues(scratch.path("o.h5")) == undisturbed())
        #expect(!scratch.exists(Self.journal))
    }

    /// Killed over and over, at its start, between rows, within them, and while the file is written.
    @Test func anExtractionKilledAtRandomMomentsGoesOn() throws {
        let whole = try undisturbed()
        var random = RandomStream(seed: 20, name: "kills")
        // A little beyond the last row the features file is written.
        let shares = (0..<20).map { _ in random.uniform(in: 0...1.02) }.sorted()
        var kills = 0
        for share in shares + shares where kills < shares.count {
            let running = try startAndWait(untilShare: min(share, 1))
            usleep(UInt32(random.uniform(in: 0...4000)))
            running.send(SIGKILL)
            let outcome = try running.outcome()
            kills += outcome.isSignal ? 1 : 0
            guard scratch.exists("o.h5") else { continue }
            // It was done before the signal came, or in the moment between its file and the end.
            #expect(try FeaturesValues(scratch.path("o.h5")) == whole)
            try FileManager.default.removeItem(atPath: scratch.path("o.h5"))
        }
        #expect(kills == shares.count)
        let last = try scratch.run("extract", arguments)
        last.expectDone()
        #expect(try FeaturesValues(scratch.path("o.h5")) == whole)
        #expect(!scratch.exists(Self.journal))
    }

    @Test func halfARowIsComputedAnew() throws {
        let running = try startAndWait(untilShare: 0.3)
        running.send(SIGKILL)
        let killed = try running.outcome()
        #expect(killed.isSignal && killed.code == SIGKILL, "\(killed.testDescription)")
        #expect(!scratch.exists("o.h5"))
        // A kill may also leave half a record.
        let handle = try #require(FileHandle(forWritingAtPath: scratch.path(Self.journal)))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0, 4, 0, 0, 1, 7, 7, 7]))
        try handle.close()
        let last = try scratch.run("extract", arguments)
        last.expectDone()
        #expect(last.error.contains("of an earlier run"))
        #expect(try FeaturesValues(scratch.path("o.h5")) == undisturbed())
    }

    /// Rows of a run with other weights are not taken over.
    @Test func anotherCommandStartsAnew() throws {
        let running = try startAndWait(untilShare: 0.2)
        running.send(SIGKILL)
        _ = try running.outcome()
        let other = arguments.map { $0 == "seeded:1" ? "seeded:9" : $0 }
        let outcome = try scratch.run("extract", other)
        outcome.expectDone()
        #expect(!outcome.error.contains("of an earlier run"))
        #expect(try FeaturesValues(scratch.path("o.h5")) != undisturbed())
    }

    @Test func twoRunsDoNotShareAnOutput() throws {
        let first = try startAndWait(untilShare: 0.05)
        first.send(SIGSTOP)
        try scratch.run("extract", arguments).expectRefusal(73, Self.journal, "another run")
        first.send(SIGCONT)
        try first.outcome().expectDone()
        #expect(try FeaturesValues(scratch.path("o.h5")) == undisturbed())
    }

    @Test func trainingStopsWhenAsked() throws {
        let gallery = try Gallery.shared()
        let arguments = [gallery.first, "--hidden", "64", "--epochs", "10000000", "--output", "c.h5"]
        let running = try Command("kalon-train", arguments, in: scratch.folder).start()
        while running.process.isRunning, try !running.errorSoFar.contains("photographs") { usleep(1000) }
        running.send(SIGINT)
        try running.outcome().expectRefusal(130, "interrupted", "goes on from here")
        #expect(!scratch.exists("c.h5"))
    }

    @Test func renderingStopsWhenAsked() throws {
        let running = try Command("kalon-render", ["pictures", "--count", "1000000"], in: scratch.folder).start()
        while running.process.isRunning, !scratch.exists("pictures/aesthetic/0002.jpg") { usleep(1000) }
        running.send(SIGINT)
        try running.outcome().expectRefusal(130, "interrupted")
        #expect(!scratch.exists("pictures/manifest.csv"))
    }
}
