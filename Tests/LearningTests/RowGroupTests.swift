import Learning
import Matrices
import Testing

/// Splits that keep the rows of one photograph together.
@Suite struct RowGroupTests {
    private static let count = 60, copies = 3
    /// Of 60 photographs, 20 of them of class 1, three rows each, one after the other; the first may be measured on.
    private let labels = (0..<Self.count * Self.copies).map { $0 / Self.copies % 3 == 0 ? 1 : 0 }
    private let groups = RowGroups(
        keys: (0..<Self.count * Self.copies).map { "\($0 / Self.copies)" },
        isMeasured: (0..<Self.count * Self.copies).map { $0 % Self.copies == 0 })

    private func photographs(_ rows: [Int]) -> Set<Int> { Set(rows.map { $0 / Self.copies }) }

    @Test(arguments: [0.1, 0.25, 0.9])
    func noPhotographIsInBothParts(_ fraction: Double) throws {
        let split = try StratifiedSplit(labels: labels, fraction: fraction, seed: 4, groups: groups)
        #expect(photographs(split.training).isDisjoint(with: photographs(split.validation)))
        #expect(split.validation.allSatisfy { $0 % Self.copies == 0 })
        #expect(split.training.count == Self.copies * photographs(split.training).count)
        #expect(photographs(split.training).count + split.validation.count == Self.count)
        #expect(split.validation.count { labels[$0] == 1 } == Int((20 * fraction).rounded()))
        #expect(try StratifiedSplit(labels: labels, fraction: fraction, seed: 4, groups: groups) == split)
        #expect(try StratifiedSplit(labels: labels, fraction: fraction, seed: 5, groups: groups) != split)
    }

    /// The same photographs are drawn as without copies.
    @Test func copiesDoNotChangeWhichPhotographsAreDrawn() throws {
        let first = stride(from: 0, to: labels.count, by: Self.copies).map { labels[$0] }
        let split = try StratifiedSplit(labels: labels, fraction: 0.25, seed: 4, groups: groups)
        let alone = try StratifiedSplit(labels: first, fraction: 0.25, seed: 4)
        #expect(split.validation.map { $0 / Self.copies } == alone.validation)
    }

    @Test func splitsOfAPartKeepTogetherToo() throws {
        let test = try StratifiedSplit(labels: labels, fraction: 0.2, seed: 1, purpose: "test", groups: groups)
        let rest = try StratifiedSplit(labels: labels, among: test.training, fraction: 0.25, seed: 1, groups: groups)
        let parts = [test.validation, rest.validation, rest.training].map(photographs)
        #expect(parts[0].isDisjoint(with: parts[1]) && parts[0].isDisjoint(with: parts[2]) && parts[1].isDisjoint(with: parts[2]))
        #expect(parts.reduce(0) { $0 + $1.count } == Self.count)
    }

    @Test func everyPhotographIsMeasuredOnceByTrainingsWithoutIt() throws {
        let folds = try MeasuredSplit.folds(
            4, labels: labels, rows: Array(labels.indices), validation: 0.25, seed: 5, groups: groups)
        #expect(folds.flatMap(\.measured).sorted() == Array(stride(from: 0, to: labels.count, by: Self.copies)))
        for fold in folds {
            let (training, validation) = (photographs(fold.split.training), photographs(fold.split.validation))
            #expect(training.isDisjoint(with: validation))
            #expect(photographs(fold.measured).isDisjoint(with: training.union(validation)))
            #expect(fold.split.validation.allSatisfy { $0 % Self.copies == 0 })
        }
        #expect(throws: LearningError.foldCount(folds: 21, label: 1, rows: 20)) {
            try MeasuredSplit.folds(
                21, labels: labels, rows: Array(labels.indices), validation: 0.25, seed: 5, groups: groups)
        }
        #expect(throws: LearningError.foldCount(folds: 21, label: 1, rows: 20)) {
            try Trainer.checkFolds(21, labels: labels, groups: groups, seed: 0)
        }
        try Trainer.checkFolds(21, labels: labels, seed: 0)
    }

    /// Labels by chance cannot be learned, but copies of a photograph in both parts would give them away.
    @Test func copiesGiveNothingAway() throws {
        var stream = RandomStream(seed: 3, name: "noise")
        let each = normalMatrix(rows: Self.count, columns: 30, from: &stream)
        let features = each.selecting(rows: labels.indices.map { $0 / Self.copies })
        let chance = (0..<Self.count).map { _ in stream.uniform() < 0.5 ? 1 : 0 }
        let labels = self.labels.indices.map { chance[$0 / Self.copies] }
        var configuration = TrainingConfiguration()
        configuration.epochs = 40
        configuration.batchSize = 16
        configuration.learningRate = 0.01
        configuration.validationFraction = 0.4
        let trainer = Trainer(
            architecture: try architecture(.dense(units: 32, activation: .relu), .softmax(classes: 2)),
            configuration: configuration)
        func accuracy(_ groups: RowGroups?) throws -> Double {
            let run = try trainer.start(features: features, labels: labels, groups: groups)
            while !run.isFinished { _ = try run.nextEpoch(shouldStop: { false }) }
            return try #require(run.history.best).validationAccuracy
        }
        #expect(try accuracy(nil) > 0.8)
        #expect(try accuracy(groups) < 0.75)
    }
}
