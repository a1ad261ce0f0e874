/// What an explanation tells while it is computed.
public struct ExplanationProgress {
    /// Called with the number of evaluations that are done, and that of all.
    public var update: (_ done: Int, _ total: Int) -> Void
    /// Whether to stop; then the explanation throws `ExplanationError.cancelled`.
    public var shouldStop: () -> Bool

    /// Progress that is reported by calling functions.
    ///
    /// - Parameters:
    ///   - update: Called with the number of evaluations that are done, and that of all.
    ///   - shouldStop: Whether to stop.
    public init(update: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }, shouldStop: @escaping () -> Bool = { false })
    {
        (self.update, self.shouldStop) = (update, shouldStop)
    }

    /// Reports progress, and stops if that is asked for.
    ///
    /// - Throws: `ExplanationError.cancelled`.
    func report(_ done: Int, of total: Int) throws(ExplanationError) {
        update(done, total)
        if shouldStop() { throw .cancelled }
    }
}
