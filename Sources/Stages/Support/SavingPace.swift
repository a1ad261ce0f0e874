/// Decides when it is worth saving work in progress: saving takes at most about a tenth of the time.
public struct SavingPace {
    private var lastCost = Duration.zero
    private var lastEnd = ContinuousClock.now

    /// Starts with nothing saved.
    public init() {}

    /// Saves, unless that would then take more than a tenth of the time since the last saving ended.
    ///
    /// - Parameter save: Saves the work; how long it takes is measured.
    /// - Throws: What `save` throws.
    public mutating func saveWhenDue(_ save: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        guard start - lastEnd >= lastCost * 10 else { return }
        try save()
        lastEnd = ContinuousClock.now
        lastCost = lastEnd - start
    }
}
