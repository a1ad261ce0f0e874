/// Successive halving (Jamieson and Talwalkar 2016): all candidates are measured briefly, the better part goes on from
/// where it stopped, and only the last ones run the whole schedule.
///
/// All values are on one scale, that of the whole schedule. A candidate that stopped early is given what it came to plus
/// the mean gain, from there to the end, of those that reached the end, but less than any that went further. So members
/// of different generations can be compared, and the best of a generation has always run the whole schedule.
public struct SuccessiveHalving: Sendable, Equatable {
    /// Steps done at the end of each rung, ascending; the last is the whole schedule.
    public let rungs: [Int]
    /// Of so many candidates on a rung one goes on to the next, rounded up.
    public let reduction: Int

    /// Rungs up to `steps`, each `reduction` times as long as the one before, the shortest of one step. Throws
    /// `EvolutionError.configurationValue` for fewer than one step and a reduction below 2.
    public init(steps: Int, reduction: Int) throws(EvolutionError) {
        guard steps >= 1 else {
            throw .configurationValue(name: "length of the whole schedule", value: Double(steps), expected: "at least 1")
        }
        guard reduction >= 2 else {
            throw .configurationValue(
                name: "reduction of a rung (--reduction)", value: Double(reduction), expected: "at least 2")
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

    /// The value of every candidate below `count`, the higher the better.
    ///
    /// `climb` leads a candidate to the end of a rung and measures it there; `drop` is told of each as soon as it is known
    /// that it goes no further. Of equal ones the earlier goes on. Throws what `climb` throws.
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

    /// From what each candidate came to on each rung that it reached.
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
