/// Successive halving (Jamieson and Talwalkar 2016): a race in which only the best candidates run the whole schedule.
///
/// All candidates are measured briefly, and the better part continues from where it stopped, rung by rung.
///
/// All values are on one scale, that of the whole schedule. A candidate that stopped early is given its last value plus the
/// mean gain from there to the end of those that reached the end, but less than any candidate that went further. Members of
/// different generations can therefore be compared, and the best of a generation has always run the whole schedule.
public struct SuccessiveHalving: Sendable, Equatable {
    /// The number of steps done at the end of each rung, ascending; the last is the whole schedule.
    public let rungs: [Int]
    /// One of this many candidates on a rung continues to the next one, rounded up.
    public let reduction: Int

    /// Makes rungs up to `steps`, each `reduction` times as long as the one before; the shortest has one step.
    ///
    /// - Parameters:
    ///   - steps: the length of the whole schedule, at least 1.
    ///   - reduction: one of this many candidates continues to the next rung; at least 2.
    /// - Throws: `EvolutionError.configurationValue` if a number is too small.
    public init(steps: Int, reduction: Int) throws(EvolutionError) {
        guard steps >= 1 else {
            throw .configurationValue(name: "length of the whole schedule", value: Double(steps), expected: "at least 1")
        }
        guard reduction >= 2 else {
            throw .configurationValue(
                name: "reduction of a rung", value: Double(reduction), expected: "at least 2", setting: .rungReduction)
        }
        var rungs = [steps]
        while let first = rungs.first, first > 1 {
            rungs.insert(max(1, (2 * first + reduction) / (2 * reduction)), at: 0)
        }
        self.rungs = rungs
        self.reduction = reduction
    }

    /// How many of `count` candidates reach each rung.
    public func standing(of count: Int) -> [Int] {
        var standing = [count]
        for _ in rungs.dropFirst() { standing.append(((standing.last ?? 0) + reduction - 1) / reduction) }
        return standing
    }

    /// The value of every candidate below `count`; higher is better.
    ///
    /// Among equally good candidates the earlier one continues.
    ///
    /// - Parameters:
    ///   - count: the number of candidates.
    ///   - climb: takes a candidate to the end of a rung and measures it there.
    ///   - drop: called for each candidate as soon as it is known that it goes no further.
    /// - Throws: what `climb` throws.
    public func values(
        of count: Int, climb: (_ candidate: Int, _ rung: Int) throws -> Double, drop: (_ candidate: Int) -> Void
    ) rethrows -> [Double] {
        let places = standing(of: count) + [0]
        var measured = [[Double]](repeating: [], count: count)
        var standing = Array(0..<count)
        for rung in rungs.indices {
            var best: [Int] = []
            for candidate in standing {
                let value = try climb(candidate, rung)
                measured[candidate].append(value)
                let place = best.firstIndex { measured[$0][rung] < value } ?? best.count
                best.insert(candidate, at: place)
                if best.count > places[rung + 1] { drop(best.removeLast()) }
            }
            standing = best.sorted()
        }
        return comparable(measured)
    }

    /// The values on one scale, from those measured on each rung that a candidate reached.
    private func comparable(_ measured: [[Double]]) -> [Double] {
        let finished = measured.filter { $0.count == rungs.count }
        var values = measured.map { $0.last ?? 0 }
        guard !finished.isEmpty else { return values }
        var bound = finished.map { $0[rungs.count - 1] }.reduce(.infinity, min)
        for rung in rungs.indices.dropLast().reversed() {
            let gain = finished.reduce(0) { $0 + $1[rungs.count - 1] - $1[rung] } / Double(finished.count)
            let stopped = measured.indices.filter { measured[$0].count == rung + 1 }
            for candidate in stopped { values[candidate] = min(values[candidate] + gain, bound.nextDown) }
            bound = stopped.map { values[$0] }.reduce(bound, min)
        }
        return values
    }
}
