import Learning
import Matrices
import Testing

@Suite struct RatingTests {
    /// Photographs whose votes lie around a mean that the first column tells.
    private func rated(rows: Int, bins: Int) throws -> (features: Matrix, ratings: RatingDistributions) {
        var stream = RandomStream(seed: 8, name: "ratings")
        var features = normalMatrix(rows: rows, columns: 6, from: &stream)
        var votes = Matrix(rows: rows, columns: bins)
        for row in 0..<rows {
            let mean = stream.uniform(in: 2...Double(bins - 1))
            features[row, 0] = Float(mean + 0.2 * stream.normal())
            for _ in 0..<60 {
                let vote = min(max(Int((mean + 1.2 * stream.normal()).rounded()), 1), bins)
                votes[row, vote - 1] += 1
            }
        }
        return (features, try RatingDistributions(votes: votes))
    }

    @Test func distributionsAreLearned() throws {
        let (features, ratings) = try rated(rows: 300, bins: 7)
        let configuration = TrainingConfiguration(
            epochs: 40, batchSize: 32, learningRate: 0.005, schedule: .constant, standardisesInputs: true)
        let trainer = Trainer(
            architecture: try NetworkArchitecture(hiddenWidths: [16], classes: 7), configuration: configuration)
        let run = try trainer.start(features: features, ratings: ratings)
        while !run.isFinished { _ = try run.nextEpoch { false } }
        let losses = run.history.epochs.map(\.validationLoss)
        #expect(try #require(losses.min()) < 0.2 * losses[0])
        #expect(try #require(run.history.best).validationAccuracy > 0.85)
        let probabilities = try run.result().probabilities(for: features)
        let errors = (0..<300).map { abs(RatingScale.mean(of: probabilities.row($0)) - ratings.means[$0]) }
        #expect(errors.reduce(0, +) / 300 < 0.3)
        let other = try trainer.start(features: features, ratings: ratings)
        while !other.isFinished { _ = try other.nextEpoch { false } }
        #expect(try other.result() == run.result())
    }

    @Test func meansAndDeviations() throws {
        let ratings = try RatingDistributions(
            votes: Matrix(rows: 2, columns: 4, elements: [1, 0, 0, 1, 0, 30, 10, 0]))
        #expect(ratings.means == [2.5, 2.25])
        #expect(abs(RatingScale.deviation(of: ratings.shares.row(0)) - 1.5) < 1e-12)
        #expect(abs(RatingScale.deviation(of: ratings.shares.row(1)) - 0.1875.squareRoot()) < 1e-7)
        #expect(RatingScale.middle(ofBins: 10) == 5.5)
    }

    @Test func votesThatCannotBe() throws {
        for (votes, row) in [([1, 2, 0, 0], 1), ([1, 2, 3, -1], 1), ([.nan, 1, 1, 1], 0), ([.infinity, 1, 1, 1], 0)] {
            #expect(throws: LearningError.votesNotUsable(row: row)) {
                try RatingDistributions(votes: Matrix(rows: 2, columns: 2, elements: votes.map { Float($0) }))
            }
        }
        #expect(throws: LearningError.tooFewBins(1)) { try RatingDistributions(votes: Matrix(rows: 2, columns: 1, repeating: 1)) }
    }

    @Test func whatGoesWithLabelsAlone() throws {
        let (features, ratings) = try rated(rows: 20, bins: 5)
        let changes: [(inout TrainingConfiguration) -> Void] = [
            { $0.mixup = 0.2 }, { $0.balancing = .oversample }, { $0.calibrates = true }, { $0.objective.focus = 2 },
            { $0.objective.labelSmoothing = 0.1 }, { $0.objective.weighting = .balanced },
        ]
        for change in changes {
            var configuration = TrainingConfiguration()
            change(&configuration)
            let trainer = Trainer(
                architecture: try NetworkArchitecture(hiddenWidths: [4], classes: 5), configuration: configuration)
            #expect(throws: LearningError.self) { try trainer.start(features: features, ratings: ratings) }
        }
        let trainer = Trainer(architecture: try NetworkArchitecture(hiddenWidths: [4], classes: 4))
        #expect(throws: LearningError.binCount(found: 5, expected: 4)) {
            try trainer.start(features: features, ratings: ratings)
        }
    }
}
