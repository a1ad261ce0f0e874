import Foundation
import TestSupport
import Testing

/// Runs with little memory, few descriptors, or nobody to read what they write.
@Suite struct ScarceTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    /// A reader that goes away does not take the sheet with it.
    @Test(arguments: ["s.html", "s.png"])
    func theSheetIsWrittenThoughNobodyReads(sheet: String) throws {
        let line = "kalon-predict '\(gallery.pictures)' --model '\(gallery.classifier)' --sheet \(sheet) 2>said"
        let outcome = try Command(shell: "{ \(line); echo $? >code; } | :", in: scratch.folder).run()
        outcome.expectDone()
        let code = String(decoding: try scratch.data("code"), as: UTF8.self)
        let said = String(decoding: try scratch.data("said"), as: UTF8.self)
        #expect(code == "73\n", "\(code) \(said)")
        #expect(said.contains("standard output") && said.contains("Broken pipe"), "\(said)")
        #expect(try scratch.data(sheet).count > 1000)
    }

    /// Whoever has no more to do than to write ends as programs do whose reader goes away.
    @Test func withoutASheetAClosedPipeEndsTheRun() throws {
        let line = "kalon-predict '\(gallery.pictures)' --model '\(gallery.classifier)' 2>said"
        try Command(shell: "{ \(line); echo $? >code; } | :", in: scratch.folder).run().expectDone()
        #expect(["141\n", "73\n"].contains(String(decoding: try scratch.data("code"), as: UTF8.self)))
    }

    /// Every end is an end: done, or a sentence and a code; no signal, and no waiting for threads that could not be made.
    @Test(arguments: [100_000, 200_000, 400_000, 800_000, 1_600_000, 3_200_000])
    func littleMemoryIsAClearEnd(kilobytes: Int) throws {
        let lines = ["kalon-inspect '\(gallery.first)'", "kalon-train '\(gallery.first)' --output c.h5", "kalon-reduce --help"]
        for line in lines {
            let outcome = try Command(shell: "ulimit -v \(kilobytes); exec \(line)", in: scratch.folder).run()
            // The loader itself needs some.
            if outcome.code == 127 { continue }
            #expect(!outcome.isSignal, "\(kilobytes): \(outcome.testDescription)")
            #expect(outcome.code == 0 || !outcome.error.isEmpty, "\(kilobytes): \(outcome.testDescription)")
            if kilobytes < 1 << 20 { #expect(outcome.code == 69 && outcome.error.contains("ulimit -v")) }
        }
    }
}
