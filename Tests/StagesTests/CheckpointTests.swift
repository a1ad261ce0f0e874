import Files
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
}
