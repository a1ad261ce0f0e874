import Foundation
import Matrices
import Testing
import TestSupport

/// Runs that are stopped or killed: the same command ends with the same file.
@Suite struct InterruptionTests {
    private static let journal = "o.h5.partial"
    private static let rowBytes = 256 * 4 + 21

    let scratch: Scratch
    private let gallery: Gallery
    private let arguments: [String]

    /// A set large enough to be interrupted: links to the same few pictures.
    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        arguments = ["set", "--output", "o.h5"] + Gallery.firstExtractor
        try scratch.makeFolder("set")
        try addPhotographs(upTo: 160)
    }

    private func addPhotographs(upTo count: Int) throws {
        for index in try photographs..<count {
            // Copies: links to one picture are one photograph.
            try FileManager.default.copyItem(
                atPath: gallery.photographs[index % gallery.photographs.count],
                toPath: scratch.path("set/\(100_000 + index).jpg"))
        }
    }

    private var photographs: Int {
        get throws { try FileManager.default.contentsOfDirectory(atPath: scratch.path("set")).count }
    }

    /// Starts the extraction and waits until about a share of its rows is in the journal.
    private func startAndWait(untilShare share: Double) throws -> RunningCommand {
        let running = try Command("kalon-extract", arguments, in: scratch.folder).start()
        let wanted = Int(share * Double(try photographs * Self.rowBytes))
        while running.process.isRunning {
            let size = (try? FileManager.default.attributesOfItem(atPath: scratch.path(Self.journal)))?[.size] as? Int
            if let size, size >= wanted { break }
            usleep(500)
        }
        return running
    }

    /// Stops the extraction when about a share of its rows is in the journal.
    ///
    /// One that ends before the signal comes, as it may on a busy machine, is given more photographs and stopped again.
    private func stop(by signal: Int32, atShare share: Double) throws -> Outcome {
        let before = scratch.exists("o.h5") ? try scratch.data("o.h5") : nil
        for _ in 0..<6 {
            let running = try startAndWait(untilShare: share)
            // A terminal sends Ctrl-C to the stage and to all processes that work for it.
            if signal == SIGKILL { running.send(signal) } else { running.sendToAll(signal) }
            let stopped = try running.outcome()
            guard stopped.code == 0 else { return stopped }
            try FileManager.default.removeItem(atPath: scratch.path("o.h5"))
            if let before { try scratch.write(before, to: "o.h5") }
            try addPhotographs(upTo: 3 * photographs)
        }
        throw Unstoppable()
    }

    private struct Unstoppable: Error {}

    private func undisturbed() throws -> FeaturesValues {
        try scratch.run("extract", ["set", "--output", "whole.h5"] + Gallery.firstExtractor).expectDone()
        return try FeaturesValues(scratch.path("whole.h5"))
    }

    /// A terminal sends Ctrl-C to the stage and to all processes that work for it.
    @Test(arguments: [SIGINT, SIGTERM])
    func aStoppedExtractionGoesOn(_ signal: Int32) throws {
        try scratch.write("before", to: "o.h5")
        let stopped = try stop(by: signal, atShare: 0.2)
        stopped.expectRefusal(130, "interrupted", "the same command resumes")
        #expect(stopped.error.split(separator: "stopping after the current piece of work").count == 2)
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
        var random = RandomStream(seed: 20, name: "kills")
        for share in (0..<16).map({ _ in random.uniform(in: 0...0.9) }).sorted() {
            let outcome = try stop(by: SIGKILL, atShare: share)
            #expect(outcome.isSignal && outcome.code == SIGKILL, "\(outcome.testDescription)")
            #expect(!scratch.exists("o.h5"))
        }
        let whole = try undisturbed()
        // After the last row the features file is written; whoever is killed then, or a moment too late, has left all or
        // nothing of it.
        for _ in 0..<4 {
            let running = try startAndWait(untilShare: 1)
            usleep(UInt32(random.uniform(in: 0...4000)))
            running.send(SIGKILL)
            _ = try running.outcome()
            guard scratch.exists("o.h5") else { continue }
            #expect(try FeaturesValues(scratch.path("o.h5")) == whole)
            try FileManager.default.removeItem(atPath: scratch.path("o.h5"))
        }
        let last = try scratch.run("extract", arguments)
        last.expectDone()
        #expect(try FeaturesValues(scratch.path("o.h5")) == whole)
        #expect(!scratch.exists(Self.journal))
    }

    @Test func halfARowIsComputedAnew() throws {
        let killed = try stop(by: SIGKILL, atShare: 0.3)
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
        _ = try stop(by: SIGKILL, atShare: 0.2)
        let other = arguments.map { $0 == "seeded:1" ? "seeded:9" : $0 }
        let outcome = try scratch.run("extract", other)
        outcome.expectDone()
        #expect(!outcome.error.contains("of an earlier run"))
        #expect(try FeaturesValues(scratch.path("o.h5")) != undisturbed())
    }

    @Test func twoRunsDoNotShareAnOutput() throws {
        for _ in 0..<6 {
            let first = try startAndWait(untilShare: 0.05)
            first.send(SIGSTOP)
            let second = try scratch.run("extract", arguments)
            first.send(SIGCONT)
            try first.outcome().expectDone()
            if second.code == 0 {
                // The first was done before it was stopped.
                try addPhotographs(upTo: 3 * photographs)
                continue
            }
            second.expectRefusal(73, Self.journal, "another run")
            #expect(try FeaturesValues(scratch.path("o.h5")) == undisturbed())
            return
        }
        throw Unstoppable()
    }

    @Test func trainingStopsWhenAsked() throws {
        let arguments = [gallery.first, "--hidden", "64", "--epochs", "10000000", "--output", "c.h5"]
        let running = try Command("kalon-train", arguments, in: scratch.folder).start()
        while running.process.isRunning, try !running.errorSoFar.contains("photographs") { usleep(1000) }
        running.send(SIGINT)
        try running.outcome().expectRefusal(130, "interrupted", "resumes from here")
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
