import Files
import Foundation
import StageSupport
import Testing
import TestSupport

@Suite struct CheckpointTests {
    @Test func whatAStoppedRunTookIsCounted() throws {
        let scratch = try Scratch()
        let first = WorkClock()
        first.add(1000)
        do {
            let checkpoint = try Checkpoint<Int>(output: scratch.path("o"), identity: "a", clock: first)
            try checkpoint.save(7, numbers: [[1, 2]])
        }
        let second = WorkClock()
        do {
            let checkpoint = try Checkpoint<Int>(output: scratch.path("o"), identity: "a", clock: second)
            let found = try #require(try checkpoint.load())
            #expect(found.state == 7 && found.numbers == [[1, 2]])
        }
        #expect(second.seconds >= 1000)
        let other = WorkClock()
        let checkpoint = try Checkpoint<Int>(output: scratch.path("o"), identity: "b", clock: other)
        #expect(try checkpoint.load() == nil && other.seconds < 1000)
    }

    /// Version 0.1 wrote the length of the header and the header first.
    @Test func theOlderLayoutIsRead() throws {
        let scratch = try Scratch()
        let header = #"{"counts":[2],"identity":"a","seconds":5,"state":7}"#
        var content = LittleEndian.bytes(UInt64(header.utf8.count)) + Data(header.utf8)
        [Float(1), 2].withUnsafeBytes { content.append(contentsOf: $0) }
        content += Data(content.withUnsafeBytes { FileDigest.sha256(of: $0) }.utf8)
        try scratch.write(content, to: "o.partial")
        let checkpoint = try Checkpoint<Int>(output: scratch.path("o"), identity: "a", clock: WorkClock())
        let found = try #require(try checkpoint.load())
        #expect(found.state == 7 && found.numbers == [[1, 2]])
    }

    @Test func aChangedByteIsNoticed() throws {
        let scratch = try Scratch()
        do {
            let checkpoint = try Checkpoint<Int>(output: scratch.path("o"), identity: "a", clock: WorkClock())
            try checkpoint.save(7, numbers: [[1, 2]])
        }
        let whole = try scratch.data("o.partial")
        for place in [0, 9, whole.count - 70, whole.count - 1] {
            var changed = whole
            changed[place] ^= 1
            try scratch.write(changed, to: "o.partial")
            let checkpoint = try Checkpoint<Int>(output: scratch.path("o"), identity: "a", clock: WorkClock())
            #expect(throws: PipelineError.self, "byte \(place)") { try checkpoint.load() }
        }
    }
}
