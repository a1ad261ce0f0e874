import Extraction
import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct ExtractionJournalTests {
    private let scratch: Scratch
    private let identity = "test journal"
    private let outcomes: [ExtractionOutcome] = [
        .features([1, -2.5, .leastNonzeroMagnitude]), .skipped(reason: "the file is empty"), .features([]),
        .skipped(reason: ""), .skipped(reason: "größer\nals zwei Zeilen"), .features([.greatestFiniteMagnitude, 0, 7]),
        .features([5], [.turned, .preview, .smallPreview]),
    ]

    init() throws { scratch = try Scratch() }

    private func open(identity: String? = nil) throws -> ExtractionJournal {
        try ExtractionJournal(beside: scratch.path("f.h5"), identity: identity ?? self.identity)
    }

    private func content(_ journal: ExtractionJournal) throws -> [ExtractionOutcome] {
        var content: [ExtractionOutcome] = []
        try journal.forEach { content.append($0) }
        return content
    }

    private func writeAll() throws {
        let journal = try open()
        for (index, outcome) in outcomes.enumerated() { try journal.append(outcome, seconds: Double(index) / 4) }
    }

    @Test func aNewJournalIsEmpty() throws {
        let journal = try open()
        #expect(journal.count == 0)
        #expect(try content(journal).isEmpty)
    }

    @Test func outcomesComeBackInOrder() throws {
        try writeAll()
        let journal = try open()
        #expect(journal.count == outcomes.count)
        #expect(journal.seconds == Double(outcomes.count - 1) / 4)
        #expect(try content(journal) == outcomes)
    }

    @Test func aJournalThatWasReadIsContinued() throws {
        try writeAll()
        do {
            let journal = try open()
            _ = try content(journal)
            try journal.append(.features([4]), seconds: 2)
            #expect(journal.count == outcomes.count + 1)
            #expect(try content(journal) == outcomes + [.features([4])])
        }
        #expect(try content(open()) == outcomes + [.features([4])])
    }

    @Test func aRecordCutShortAtAnyByteIsDroppedAndWrittenAnew() throws {
        try writeAll()
        let whole = try scratch.data("f.h5.partial")
        // The last record: byte count, kind, seconds, one float, checksum.
        let start = whole.count - (4 + 1 + 8 + 4 + 8)
        for end in start..<whole.count {
            try scratch.write(whole.prefix(end), to: "f.h5.partial")
            let journal = try open()
            #expect(journal.count == outcomes.count - 1, "cut at byte \(end - start)")
            #expect(try scratch.data("f.h5.partial").count == start, "cut at byte \(end - start)")
            try journal.append(outcomes[outcomes.count - 1], seconds: Double(outcomes.count - 1) / 4)
            #expect(try scratch.data("f.h5.partial") == whole, "cut at byte \(end - start)")
        }
    }

    @Test func aRecordWithAnyByteChangedIsDropped() throws {
        try writeAll()
        let whole = try scratch.data("f.h5.partial")
        let start = whole.count - (4 + 1 + 8 + 4 + 8)
        for position in start..<whole.count {
            var spoilt = whole
            spoilt[position] ^= 0x10
            try scratch.write(spoilt, to: "f.h5.partial")
            #expect(try open().count == outcomes.count - 1, "byte \(position - start)")
        }
    }

    @Test(arguments: ["another", "test journal 2", "test journa", ""])
    func aJournalOfAnotherExtractionIsBegunAnew(other: String) throws {
        try writeAll()
        #expect(try open(identity: other).count == 0)
        #expect(try open(identity: other).count == 0)
        #expect(try open().count == 0)
    }

    @Test(arguments: ["", "kalon extr", "kalon extraction journal 3 te", "kalon extraction journal 1 test journal\n"])
    func aJournalCutShortOrOfAnotherVersionIsBegunAnew(content: String) throws {
        try scratch.write(content, to: "f.h5.partial")
        do {
            let journal = try open()
            #expect(journal.count == 0)
            try journal.append(.features([1]), seconds: 0)
        }
        #expect(try open().count == 1)
    }

    @Test(arguments: [Data("my own notes\n".utf8), Data([0xFF, 0, 1]), Data("kalon extraction notes".utf8)])
    func aFileThatIsNoJournalIsLeftAlone(content: Data) throws {
        try scratch.write(content, to: "f.h5.partial")
        let error = #expect(throws: ExtractionError.self) { try open() }
        #expect(error?.sentence.contains(scratch.path("f.h5.partial")) == true)
        #expect(error?.sentence.contains("move it away") == true)
        #expect(try scratch.data("f.h5.partial") == content)
    }

    @Test func aJournalInUseIsRefused() throws {
        let path = scratch.path("f.h5.partial")
        let journal = try open()
        #expect(
            throws: ExtractionError.cannotWriteJournal(path: path, reason: "another run is working on the same output")
        ) { try open(identity: "another") }
        try journal.append(outcomes[0], seconds: 0)
        #expect(try content(journal) == [outcomes[0]])
    }

    @Test func aRemovedJournalIsGone() throws {
        try writeAll()
        try open().remove()
        #expect(try scratch.names.isEmpty)
    }

    @Test func aJournalThatCannotBeWrittenIsAnError() {
        let output = scratch.path("nowhere/f.h5")
        let error = #expect(throws: ExtractionError.self) { try ExtractionJournal(beside: output, identity: "test") }
        guard case .cannotWriteJournal(output + ".partial", let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.isEmpty)
        #expect(error?.kind == .cannotWrite)
    }
}
