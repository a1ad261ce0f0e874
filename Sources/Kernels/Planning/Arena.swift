import Matrices

/// A piece of working memory that is needed for part of a step.
package final class ArenaBlock {
    /// Its size.
    package let bytes: Int
    /// The first and the last moment at which it is used; nil if it is never used.
    package private(set) var life: ClosedRange<Int>?
    fileprivate(set) var offset = 0
    fileprivate var base: UnsafeMutableRawPointer?

    package init(bytes: Int) { self.bytes = bytes }

    /// Where it is.
    ///
    /// Traps before the arena is allocated, or if it is never used.
    package var pointer: UnsafeMutableRawPointer {
        guard let base else { preconditionFailure("this memory is used at a moment that was not announced") }
        return base + offset
    }

    /// Announces that it is used at a moment.
    package func use(at moment: Int) {
        life = life.map { min($0.lowerBound, moment)...max($0.upperBound, moment) } ?? moment...moment
    }

    /// Forgets all moments.
    func forgetUses() { life = nil }

    fileprivate func overlaps(_ other: ArenaBlock) -> Bool {
        guard let life, let otherLife = other.life else { return false }
        return life.overlaps(otherLife)
    }
}

/// One allocation for all blocks of a plan: blocks that are never needed at the same moment share memory.
package final class Arena {
    /// What the blocks take, in bytes.
    package let bytes: Int
    private let blocks: [ArenaBlock]
    private var storage: WorkBuffer<UInt8>?

    private static let alignment = 64

    /// Finds a place for every block whose life is known: the largest first, each as low as it fits.
    package init(_ blocks: [ArenaBlock]) {
        var placed: [ArenaBlock] = []
        var end = 0
        for block in blocks.filter({ $0.life != nil }).sorted(by: { $0.bytes > $1.bytes }) {
            let neighbours = placed.filter { $0.overlaps(block) }.sorted { $0.offset < $1.offset }
            var offset = 0
            for neighbour in neighbours {
                if offset + block.bytes <= neighbour.offset { break }
                let after = neighbour.offset + neighbour.bytes
                offset = max(offset, (after + Self.alignment - 1) / Self.alignment * Self.alignment)
            }
            block.offset = offset
            end = max(end, offset + block.bytes)
            placed.append(block)
        }
        bytes = end
        self.blocks = placed
    }

    /// Allocates the memory.
    package func allocate() {
        let storage = WorkBuffer<UInt8>(count: bytes)
        for block in blocks { block.base = UnsafeMutableRawPointer(storage.pointer) }
        self.storage = storage
    }
}
