import Reporting
import Testing

/// Mean ratings as votes give them and as a classifier predicts them.
@Suite struct PredictedRatingsTests {
    private func predicted() throws -> PredictedRatings {
        let voted = [1, 4.9, 5, 5, 5, 5.1, 5.1, 9.5]
        let rows = voted.enumerated().map { index, mean in
            PredictedRatings.Row(path: "\(index).jpg", voted: mean, predicted: 5 + (mean - 5) / 8)
        }
        return try #require(PredictedRatings("set", rows, scores: 10))
    }

    @Test func tailsBeginAtTheFencesOfTheVotes() throws {
        let ratings = try predicted()
        // The quartiles of the votes are 4.975 and 5.1, so that the fences are 4.7875 and 5.2875.
        let tails = "12.50\u{A0}% of the photographs below 4.79 and 12.50\u{A0}% above 5.29"
        #expect(ratings.sentence == "Votes put \(tails); predictions put \(tails).")
        #expect(ratings.table.rows.map(\.first) == ["votes", "predictions"])
        #expect(try #require(ratings.figure).text.contains("Mean ratings of set"))
        #expect(PredictedRatings("set", [], scores: 10) == nil)
    }

    @Test func bestAndWorstPredictionsAreListed() throws {
        let rows = try predicted().extremes(2).rows
        #expect(rows.map { $0[0] } == ["best", "best", "worst", "worst"])
        #expect(rows.map { $0[1] } == ["7.jpg", "6.jpg", "0.jpg", "1.jpg"])
        #expect(Array(rows[0].dropFirst(2)) == ["5.56", "9.50", "-3.94"])
        #expect(Array(rows[2].dropFirst(2)) == ["4.50", "1.00", "+3.50"])
    }
}
