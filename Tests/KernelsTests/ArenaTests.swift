import Kernels
import Matrices
import Testing

@Suite struct ArenaTests {
    private struct Life {
        let block: ArenaBlock
        let moments: ClosedRange<Int>

        init(bytes: Int, _ moments: ClosedRange<Int>) {
            block = ArenaBlock(bytes: bytes)
            self.moments = moments
            // The moments between count as well.
            block.use(at: moments.upperBound)
            block.use(at: moments.lowerBound)
        }

        func meets(_ other: Life) -> Bool { moments.overlaps(other.moments) }

        /// Whether the memory is in part the other's.
        func covers(_ other: Life) -> Bool {
            let (start, otherStart) = (block.pointer, other.block.pointer)
            return start < otherStart + other.block.bytes && otherStart < start + block.bytes
        }
    }

    private func arena(_ lives: [Life]) -> Arena {
        let arena = Arena(lives.map(\.block))
        arena.allocate()
        return arena
    }

    @Test func aChainOfEqualBlocksNeedsTwo() {
        let lives = (0..<10).map { Life(bytes: 1024, $0...$0 + 1) }
        #expect(arena(lives).bytes == 2048)
        #expect(lives.indices.dropLast().allSatisfy { !lives[$0].covers(lives[$0 + 1]) })
        #expect(lives.indices.dropLast(2).allSatisfy { lives[$0].covers(lives[$0 + 2]) })
    }

    @Test func blocksThatAreNeverUsedTakeNothing() {
        let life = Life(bytes: 100, 3...5)
        let arena = Arena([ArenaBlock(bytes: 1 << 40), life.block])
        arena.allocate()
        #expect(arena.bytes == 100)
    }

    @Test func noBlocksTakeNothing() {
        let arena = arena([])
        #expect(arena.bytes == 0)
    }

    @Test(arguments: 0..<40) func livesThatMeetShareNoMemory(seed: Int) {
        var stream = RandomStream(seed: UInt64(seed), name: "arena")
        func number(_ limit: Int) -> Int { Int(stream.next() % UInt64(limit)) }
        let lives = (0..<60).map { _ in
            let first = number(40)
            return Life(bytes: 1 + number(5000), first...first + number(12))
        }
        let arena = arena(lives)
        for (number, life) in lives.enumerated() {
            #expect(UInt(bitPattern: life.block.pointer) % 64 == 0, "block \(number) is not aligned")
            for other in lives[..<number] where other.meets(life) { #expect(!other.covers(life)) }
        }
        // What is needed at once must be there, and sharing must save something.
        let moments = (0..<60).map { moment in lives.reduce(0) { $0 + ($1.moments.contains(moment) ? $1.block.bytes : 0) } }
        #expect(arena.bytes >= moments.max() ?? 0)
        #expect(arena.bytes < lives.reduce(0) { $0 + $1.block.bytes } * 3 / 4)
        let (first, last) = (lives.map(\.block.pointer).min(), lives.map { $0.block.pointer + $0.block.bytes }.max())
        #expect(first.flatMap { first in last.map { $0 - first } } == arena.bytes)
    }
}
