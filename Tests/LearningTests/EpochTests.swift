import Foundation
import Learning
import Matrices
import Testing

@Suite struct EpochTests {
    @Test func schedulesFollowTheirFormulas() {
        func rates(_ schedule: LearningRateSchedule, epochs: Int) -> [Double] {
            var rate = 0.003
            return (0..<epochs).map { epoch in
                rate = schedule.rate(ofEpoch: epoch, current: rate)
                return rate
            }
        }
        let published = rates(.published, epochs: 15)
        for (epoch, rate) in published.enumerated() {
            #expect(abs(rate - 0.003 * exp(-0.024 * Double(epoch * (epoch + 1)))) < 1e-12)
        }
        #expect(abs(published[14] - 1.94e-5) < 1e-7)
        let geometric = rates(.publishedGeometric, epochs: 12)
        #expect(abs(geometric[1] - 0.003 * 0.76125 * 0.76125) < 1e-12)
        #expect(geometric[11] == 0.0005)
        #expect(rates(.constant, epochs: 3) == [0.003, 0.003, 0.003])
        for (epoch, rate) in rates(.cosine(floor: 0.001, epochs: 8), epochs: 10).enumerated() {
            let expected = 0.001 + 0.002 * (1 + cos(Double.pi * Double(min(epoch, 8)) / 8)) / 2
            #expect(abs(rate - expected) < 1e-12, "epoch \(epoch)")
        }
    }

    @Test func plateausLowerTheRate() {
        let schedule = LearningRateSchedule.plateau(factor: 0.5, patience: 2, floor: 0.1)
        let losses = [1.0, 0.9, 0.95, 0.9, 0.91, 0.8, 0.81, 0.82, 0.83, 0.84]
        var rate = 1.0
        let rates = (0...losses.count).map { epoch in
            rate = schedule.rate(ofEpoch: epoch, current: rate, validationLosses: Array(losses[..<epoch]))
            return rate
        }
        // 0.95 and 0.9 are no lower than 0.9; then 0.81 and 0.82, and 0.83 and 0.84, no lower than 0.8.
        #expect(rates == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125])
        #expect(schedule.rate(ofEpoch: 3, current: 0.15, validationLosses: [1, 2, 3]) == 0.1)
    }

    private let labels = [Int](repeating: 0, count: 70) + [Int](repeating: 1, count: 20)

    @Test func everyRowOnceWithoutBalancing() {
        let plan = EpochRows(rows: Array(0..<90), labels: labels, balancing: .none, seed: 1)
        let first = plan.rows(ofEpoch: 0)
        #expect(first.sorted() == Array(0..<90))
        #expect(first != Array(0..<90))
        #expect(plan.rows(ofEpoch: 1) != first)
        #expect(EpochRows(rows: Array(0..<90), labels: labels, balancing: .none, seed: 1).rows(ofEpoch: 0) == first)
    }

    @Test func foldsOfTheLargerClassTakeTurns() {
        let plan = EpochRows(rows: Array(0..<90), labels: labels, balancing: .folds, seed: 1)
        var seen: [Int] = []
        for epoch in 0..<4 {
            let rows = plan.rows(ofEpoch: epoch)
            #expect(Set(70..<90).isSubset(of: rows))
            let larger = rows.filter { $0 < 70 }
            #expect(larger.count == 17 || larger.count == 18)
            seen += larger
        }
        #expect(seen.sorted() == Array(0..<70))
        #expect(Set(plan.rows(ofEpoch: 4)) == Set(plan.rows(ofEpoch: 0)))
    }

    @Test func oversamplingEvensTheClasses() {
        let plan = EpochRows(rows: Array(0..<90), labels: labels, balancing: .oversample, seed: 1)
        let rows = plan.rows(ofEpoch: 3)
        #expect(rows.count == 140)
        let counts = Dictionary(grouping: rows, by: \.self).mapValues(\.count)
        #expect((0..<70).allSatisfy { counts[$0] == 1 })
        #expect((70..<90).allSatisfy { counts[$0] == 3 || counts[$0] == 4 })
    }

    @Test func splitsKeepTheSharesOfTheClasses() throws {
        let split = try StratifiedSplit(labels: labels, fraction: 0.1, seed: 4)
        #expect(split.validation.filter { $0 < 70 }.count == 7)
        #expect(split.validation.filter { $0 >= 70 }.count == 2)
        #expect((split.training + split.validation).sorted() == Array(0..<90))
        #expect(try StratifiedSplit(labels: labels, fraction: 0.1, seed: 4) == split)
        #expect(try StratifiedSplit(labels: labels, fraction: 0.1, seed: 5) != split)
    }

    @Test func distillationTakesProbabilities() throws {
        let logits = Distillation.logits(ofProbabilities: Matrix(rows: 1, columns: 2, elements: [0.25, 0]))
        #expect(logits[0, 0] == log(Float(0.25)))
        #expect(logits[0, 1].isFinite)
    }
}
