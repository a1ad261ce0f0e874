import Foundation
import Imaging
import TestSupport
import Testing

import Explanation

@Suite struct ShapleyTests {
    /// The game of the fixture: a small network of the pixels that are shown, with what is hidden in the place of the others.
    private static func value(_ coalition: Coalition<PictureRectangle>, _ game: PerturbationFixture.Owen) -> Double {
        var pixels = game.hidden
        for part in coalition.groups {
            for row in part.top..<part.top + part.height {
                for column in part.left..<part.left + part.width {
                    pixels[row * game.width + column] = game.pixels[row * game.width + column]
                }
            }
        }
        let units = game.second.count
        return (0..<units).reduce(0) { sum, unit in
            let input = pixels.indices.reduce(0) { $0 + pixels[$1] * game.first[$1 * units + unit] }
            return sum + tanh(input) * game.second[unit]
        }
    }

    @Test(arguments: [20, 60, 100_000]) func owenValuesEqualSHAPs(budget: Int) throws {
        let game = try PerturbationFixture.read().owen
        let all = PictureRectangle(left: 0, top: 0, width: game.width, height: game.height)
        let base = Self.value(.nobody, game), output = Self.value(.adding(all, .nobody), game)
        expectClose([base, output], [game.base, game.output], tolerance: 1e-9)
        let owen = OwenValues(of: all, nobody: base, everybody: output, budget: budget - 2, batch: 10) {
            $0.map { Self.value($0, game) }
        }
        #expect(owen.evaluations <= budget - 2)
        var found = [Double](repeating: 0, count: all.size)
        for (group, value) in owen.credits {
            for row in group.top..<group.top + group.height {
                for column in group.left..<group.left + group.width {
                    found[row * game.width + column] += value / Double(group.size)
                }
            }
        }
        let expected = try #require(game.values[String(budget)])
        expectClose(found, expected, tolerance: 1e-5)
        expectClose(found.reduce(base, +), output, tolerance: 1e-12)
    }

    /// A tree whose leaves are single players.
    private indirect enum Tree: PartitionNode {
        case player(Int)
        case group(Tree, Tree)

        var players: [Int] {
            switch self {
            case .player(let player): [player]
            case .group(let first, let second): first.players + second.players
            }
        }
        var size: Int { players.count }
        var halves: (Tree, Tree)? { if case .group(let first, let second) = self { (first, second) } else { nil } }

        /// The orders in which the players of each group come one after the other.
        var orders: [[Int]] {
            switch self {
            case .player(let player): [[player]]
            case .group(let first, let second):
                first.orders.flatMap { a in second.orders.flatMap { b in [a + b, b + a] } }
            }
        }
    }

    private static func game(_ subset: Int) -> Double {
        var state = UInt64(subset + 1) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 29
        return subset == 0 ? 0 : Double(state % 1000) / 100
    }

    private static func subset(_ players: some Sequence<Int>) -> Int { players.reduce(0) { $0 | 1 << $1 } }

    /// By definition: the mean of what a player adds, over the orders that the tree allows.
    private static func means(of orders: [[Int]], players: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: players)
        for order in orders {
            for place in order.indices {
                let before = subset(order[..<place])
                sums[order[place]] += game(before | 1 << order[place]) - game(before)
            }
        }
        return sums.map { $0 / Double(orders.count) }
    }

    @Test func owenValuesAreMeansOverTheOrdersOfTheTree() {
        let tree = Tree.group(
            .group(.player(0), .group(.player(1), .player(2))), .group(.group(.player(3), .player(4)), .player(5)))
        let owen = OwenValues(of: tree, nobody: 0, everybody: Self.game(63), budget: .max, batch: 4) { coalitions in
            coalitions.map { Self.game(Self.subset($0.groups.flatMap(\.players))) }
        }
        var found = [Double](repeating: 0, count: 6)
        for (group, value) in owen.credits {
            #expect(group.size == 1)
            found[group.players[0]] += value
        }
        expectClose(found, Self.means(of: tree.orders, players: 6), tolerance: 1e-12)
    }

    private static func permutations(_ players: [Int]) -> [[Int]] {
        players.isEmpty ? [[]] : players.flatMap { first in permutations(players.filter { $0 != first }).map { [first] + $0 } }
    }

    @Test func exactValuesAreMeansOverAllOrders() {
        let found = ShapleyValues.exact(players: 5, values: (0..<32).map(Self.game))
        expectClose(found, Self.means(of: Self.permutations([0, 1, 2, 3, 4]), players: 5), tolerance: 1e-12)
    }

    /// In a sum of what pixels are, each pixel adds the same to any others, so that every method gives the same.
    @Test func bothMethodsPointAtACueAndAddUp() throws {
        let picture = PlantedFunction.cue, function = PlantedFunction.red(left: 24, top: 8, side: 16)
        var partition = PartitionSHAP()
        (partition.hiding, partition.evaluations) = (.colour(red: 0, green: 0, blue: 0), 400)
        var exact = ExactShapley()
        exact.hiding = partition.hiding
        for method in [partition, exact] as [any ExplanationMethod] {
            let found = try method.explain(picture, of: function, seed: 1, progress: ExplanationProgress())
            let sum = try #require(found.sum)
            #expect(abs(sum.gap) < 1e-4, "\(method.name)")
            expectClose(sum.expected, 230.0 / 255, tolerance: 1e-12)
            expectClose(found.explained, 230.0 / 255, tolerance: 1e-12)
            // Parts and segments are not quite the square, which is a ninth of the picture, and spread what it adds.
            #expect(PlantedFunction.shareInside(found) > 0.5, "\(method.name)")
            #expect(found == (try method.explain(picture, of: function, seed: 2, progress: ExplanationProgress())))
        }
    }

    /// If players only work together in pairs, each gets half of what its pairs add in every tree, which is its Shapley value.
    @Test func ofPairsOwenValuesAreTheExactOnes() {
        let tree = Tree.group(
            .group(.player(0), .group(.player(1), .player(2))), .group(.group(.player(3), .player(4)), .player(5)))
        let values = (0..<64).map { subset in
            (0..<6).reduce(0.0) { sum, first in
                guard subset >> first & 1 == 1 else { return sum }
                return (first..<6).reduce(sum) { sum, second in
                    subset >> second & 1 == 1 ? sum + Self.game(first * 6 + second + 1) - 5 : sum
                }
            }
        }
        let owen = OwenValues(of: tree, nobody: values[0], everybody: values[63], budget: .max, batch: 4) { coalitions in
            coalitions.map { values[Self.subset($0.groups.flatMap(\.players))] }
        }
        var found = [Double](repeating: 0, count: 6)
        for (group, value) in owen.credits { found[group.players[0]] += value }
        expectClose(found, ShapleyValues.exact(players: 6, values: values), tolerance: 1e-12)
    }

    /// The same for pictures: a square of a sum has pairs only, so what the pixels of a segment get is what the segment gets.
    @Test func partitionsOfAPictureGiveSegmentsTheirExactValues() throws {
        let picture = Picture(
            width: 8, height: 6,
            pixels: (0..<48).flatMap { place -> [UInt8] in
                let (row, column) = (place / 8, place % 8)
                return [row < 3 ? 220 : 30, column < 4 ? 200 : 40, UInt8(place * 5)]
            })
        let factors: [Double] = (0..<48).map { Double($0 * 7 % 11 - 4) / 2550 }
        let function = PlantedFunction { picture in
            var sum = 0.0
            for (place, factor) in factors.enumerated() { sum += factor * Double(picture.pixels[place * 3]) }
            return sum * sum
        }
        var exact = ExactShapley()
        exact.segments = 6
        var partition = PartitionSHAP()
        partition.evaluations = 100_000
        let oracle = try exact.explain(picture, of: function, seed: 1, progress: ExplanationProgress())
        let found = try partition.explain(picture, of: function, seed: 1, progress: ExplanationProgress())
        #expect(found.figures.contains(.init("smallest part in pixels", 1)))
        let segments = try #require(oracle.segments)
        #expect(segments.map.count > 2 && segments.weights.contains { abs($0) > 0.1 })
        var sums = [Double](repeating: 0, count: segments.map.count)
        for (label, value) in zip(segments.map.labels, found.values) { sums[Int(label)] += Double(value) }
        expectClose(sums, segments.weights, tolerance: 1e-5)
    }

    @Test(arguments: [2, 3, 20, 21]) func noMoreIsEvaluatedThanAskedFor(evaluations: Int) throws {
        let function = PlantedFunction.red(left: 24, top: 8, side: 16)
        var method = PartitionSHAP()
        method.evaluations = evaluations
        var steps: [(done: Int, total: Int)] = []
        let found = try method.explain(
            PlantedFunction.cue, of: function, seed: 1, progress: ExplanationProgress(update: { steps.append(($0, $1)) }))
        #expect(function.asked == evaluations / 2 * 2)
        #expect(found.figures.contains(.init("evaluations", Double(function.asked))))
        #expect(steps.allSatisfy { $0.done <= $0.total && $0.total == evaluations })
        #expect(steps.last?.done == evaluations)
    }

    @Test func bothMethodsStopInTheMiddle() {
        for method in [PartitionSHAP(), ExactShapley()] as [any ExplanationMethod] {
            let function = PlantedFunction(batchSize: 4) { _ in 1 }
            var updates = 0
            #expect(throws: ExplanationError.cancelled, "\(method.name)") {
                try method.explain(
                    PlantedFunction.cue, of: function, seed: 1,
                    progress: ExplanationProgress(update: { _, _ in updates += 1 }, shouldStop: { updates == 2 }))
            }
            #expect(updates == 2 && function.asked <= 10, "\(method.name)")
        }
    }

    @Test func manySegmentsAreRefusedAndAConstantJudgeIsNamed() throws {
        var exact = ExactShapley()
        exact.segments = 13
        let constant = PlantedFunction { _ in 0.5 }
        #expect(throws: ExplanationError.tooManySegments(method: "shapley", found: 13, most: 12)) {
            try exact.explain(PlantedFunction.cue, of: constant, seed: 1, progress: ExplanationProgress())
        }
        exact.segments = 4
        for method in [exact, PartitionSHAP()] as [any ExplanationMethod] {
            let found = try method.explain(PlantedFunction.cue, of: constant, seed: 1, progress: ExplanationProgress())
            #expect(found.notes.count == 1 && found.values.allSatisfy { $0 == 0 })
        }
    }

    @Test func numbersThatAreNotFiniteDoNotAddUp() {
        let first = PlantedFunction { $0 == PlantedFunction.cue ? 1 : .infinity }
        #expect(throws: ExplanationError.self) {
            try ExactShapley().explain(PlantedFunction.cue, of: first, seed: 1, progress: ExplanationProgress())
        }
    }

    @Test func theSmallestComesFirst() {
        var queue = PriorityQueue<Int>(<)
        for number in [5, 3, 8, 1, 9, 2, 7, 3] { queue.insert(number) }
        var taken: [Int] = []
        while let number = queue.popFirst() { taken.append(number) }
        #expect(taken == [1, 2, 3, 3, 5, 7, 8, 9])
    }
}
