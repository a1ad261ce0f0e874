import Foundation

/// A budget of memory shared by decodes on several threads: a large decode waits until earlier ones have returned theirs.
///
/// A decode first holds the memory of its file, and grows once the header has told how much more it needs. Decodes that
/// wait to grow are served in order. The first one proceeds at the latest when no other grown decode is left, so that
/// none waits forever.
package final class MemoryBudget: @unchecked Sendable {
    // All of these are read and written under the condition's lock.
    private let condition = NSCondition()
    private var used = 0
    private var grown = 0
    private var queue: [Int] = []
    private var growing: [Int] = []
    private var nextTicket = 0

    let bytes: Int

    package init(bytes: Int) {
        self.bytes = bytes
    }

    /// Memory that is held until this value is released.
    package final class Lease {
        private let budget: MemoryBudget
        private var bytes: Int
        private var isGrown = false

        fileprivate init(_ budget: MemoryBudget, bytes: Int) {
            self.budget = budget
            self.bytes = bytes
        }

        deinit { budget.giveBack(bytes, wasGrown: isGrown) }

        /// Takes `more` bytes and waits until they are free.
        ///
        /// A lease can grow only once.
        package func grow(by more: Int) {
            precondition(!isGrown, "a lease grows once")
            budget.grow(by: more)
            bytes += more
            isGrown = true
        }
    }

    /// Takes memory and waits until there is enough; if none is in use, there always is.
    package func hold(_ amount: Int) -> Lease {
        condition.lock()
        defer { condition.unlock() }
        wait(in: \.queue) { used == 0 || used + amount <= bytes }
        used += amount
        return Lease(self, bytes: amount)
    }

    private func grow(by amount: Int) {
        condition.lock()
        defer { condition.unlock() }
        wait(in: \.growing) { grown == 0 || used + amount <= bytes }
        used += amount
        grown += 1
    }

    /// Waits for its turn in the line, and then until `isFree`; the lock is held.
    private func wait(in line: ReferenceWritableKeyPath<MemoryBudget, [Int]>, until isFree: () -> Bool) {
        let ticket = nextTicket
        nextTicket += 1
        self[keyPath: line].append(ticket)
        while self[keyPath: line].first != ticket || !isFree() { condition.wait() }
        self[keyPath: line].removeFirst()
        condition.broadcast()
    }

    private func giveBack(_ amount: Int, wasGrown: Bool) {
        condition.lock()
        used -= amount
        if wasGrown { grown -= 1 }
        condition.broadcast()
        condition.unlock()
    }
}
