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

    /// This team, or one of a single thread for work that takes less time than waking the others.
    ///
    /// - Parameter values: The numbers that are read or written.
    package func suited(to values: Int) -> WorkTeam { values < Self.worthwhile ? .alone : self }

    /// About ten microseconds of work.
    private static let worthwhile = 1 << 16
    private static let alone = WorkTeam(count: 1) { _, body in body(0) }

    /// Calls `body` on this team's threads, at most `limit` of them.
    func run(limit: Int, _ body: (_ worker: Int) -> Void) { start(min(count, limit), body) }
}
