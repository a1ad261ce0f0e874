import Evolution
import Matrices
import Testing

@Suite struct SuccessiveHalvingTests {
    @Test(arguments: [
        (15, 4, [1, 4, 15]), (15, 3, [1, 2, 5, 15]), (150, 4, [1, 3, 10, 38, 150]), (1, 2, [1]), (6, 4, [1, 2, 6]),
    ])
    func rungsGrowToTheWholeSchedule(steps: Int, reduction: Int, rungs: [Int]) throws {
        let halving = try SuccessiveHalving(steps: steps, reduction: reduction)
        #expect(halving.rungs == rungs)
        let standing = halving.standing(of: 100)
        #expect(standing.first == 100 && standing.count == rungs.count)
        for (here, next) in zip(standing, standing.dropFirst()) { #expect(next == (here + reduction - 1) / reduction) }
    }

    @Test func badLaddersAreNamed() {
        #expect(throws: EvolutionError.self) { try SuccessiveHalving(steps: 0, reduction: 2) }
        #expect(throws: EvolutionError.self) { try SuccessiveHalving(steps: 5, reduction: 1) }
    }

    /// Curves that rise towards a limit, with noise: what the ladder says of them.
    @Test(arguments: 0..<20 as Range<UInt64>) func valuesAreInTheOrderOfTheLadder(seed: UInt64) throws {
        var stream = RandomStream(seed: seed, name: "curves")
        let halving = try SuccessiveHalving(steps: 27, reduction: 3)
        let limits = (0..<30).map { _ in stream.uniform() }
        let noise = (0..<30).map { _ in halving.rungs.map { _ in 0.1 * stream.normal() } }
        func height(_ candidate: Int, _ rung: Int) -> Double {
            limits[candidate] * (1 - 1 / Double(1 + halving.rungs[rung])) + noise[candidate][rung]
        }
        var reached = [Int](repeating: 0, count: 30)
        var dropped: [Int] = []
        let values = halving.values(of: 30) { candidate, rung in
            #expect(reached[candidate] == rung && !dropped.contains(candidate))
            reached[candidate] = rung + 1
            return height(candidate, rung)
        } drop: {
            dropped.append($0)
        }
        #expect(dropped.sorted() == Array(0..<30))
        #expect(halving.rungs.indices.map { rung in reached.count { $0 > rung } } == [30, 10, 4, 2])
        for one in 0..<30 {
            for other in 0..<30 where reached[one] > reached[other] {
                #expect(values[one] > values[other])
                // Nobody went on who was worse than one who did not.
                #expect(height(one, reached[other] - 1) >= height(other, reached[other] - 1))
            }
            if reached[one] == halving.rungs.count { #expect(values[one] == height(one, halving.rungs.count - 1)) }
        }
        // On one rung the order is that of the measurements, as far as the bound lets it show.
        for one in 0..<30 {
            for other in 0..<30
            where reached[one] == reached[other] && height(one, reached[one] - 1) > height(other, reached[one] - 1) {
                #expect(values[one] >= values[other])
            }
        }
    }

    @Test func theMeanGainIsAdded() throws {
        let halving = try SuccessiveHalving(steps: 2, reduction: 2)
        #expect(halving.rungs == [1, 2])
        let curves: [[Double]] = [[0.5, 0.9], [0.4, 0.8], [0.1, 0], [0.3, 0]]
        let values = halving.values(of: 4, climb: { curves[$0][$1] }, drop: { _ in })
        #expect(values[0] == 0.9 && values[1] == 0.8)
        #expect(abs(values[2] - 0.5) < 1e-12 && abs(values[3] - 0.7) < 1e-12)
        // Less than the worst that reached the end.
        let near = halving.values(of: 2, climb: { [[0.5, 0.6], [0.5, 0]][$0][$1] }, drop: { _ in })
        #expect(near[0] == 0.6 && near[1] < 0.6 && near[1] > 0.599)
    }
}
