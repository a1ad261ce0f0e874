/// The threads that blocks of work are divided among.
package struct WorkTeam: Sendable {
    /// The number of threads, at least 1.
    package let count: Int
    private let start: @Sendable (_ threads: Int, _ body: (_ worker: Int) -> Void) -> Void

    /// A team of so many threads.
    ///
    /// - Parameters:
    ///   - count: At least 1.
    ///   - start: Calls its second argument once on each of so many threads, each with a number from 0 on, and returns after the
    ///     last.
    package init(count: Int, start: @escaping @Sendable (_ threads: Int, _ body: (_ worker: Int) -> Void) -> Void) {
        precondition(count > 0, "\(count) threads cannot work")
        self.count = count
        self.start = start
    }

    /// Calls `body` on this team's threads, at most `limit` of them.
    func run(limit: Int, _ body: (_ worker: Int) -> Void) { start(min(count, limit), body) }
}
