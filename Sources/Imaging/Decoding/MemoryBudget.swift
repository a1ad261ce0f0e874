import Foundation

/// Bytes of memory that decodes on several threads share: a large one waits until those before it have given theirs back.
///
/// A decode first holds what its file takes, and grows when the header has told the rest. What waits to grow goes first in,
/// first out, and the first goes on as soon as nothing else that has grown is left, so that nothing waits for ever.
package final class MemoryBudget: @unchecked Sendable {
    // All of it is read and written under the condition's lock.
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

    /// Memory that is held until this value goes.
    package final class Lease {
        private let budget: MemoryBudget
        private var bytes: Int
        private var isGrown = false

        fileprivate init(_ budget: MemoryBudget, bytes: Int) {
            self.budget = budget
            self.bytes = bytes
        }

        deinit { budget.giveBack(bytes, wasGrown: isGrown) }

        /// Takes so many bytes more, and waits for them. Once for a lease.
        package func grow(by more: Int) {
            precondition(!isGrown, "a lease grows once")
            budget.grow(by: more)
            bytes += more
            isGrown = true
        }
    }

    /// Takes memory, and waits until there is enough; with nothing taken there always is.
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

    /// Waits for its turn, and then until `isFree`; the lock is held.
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
