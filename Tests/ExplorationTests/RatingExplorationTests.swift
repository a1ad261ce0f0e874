import DataSets
import Exploration
import Foundation
import Testing
import TestSupport

@Suite struct RatingExplorationTests {
    private func photograph(_ path: String, _ votes: [Float]) -> Photograph {
        Photograph(path: path, location: path, label: -1, scores: votes)
    }

    private func ratings(_ votes: [[Float]], ranges: [ClosedRange<Double>]? = nil, rows: Int = 2) -> RatingExploration? {
        let photographs = votes.enumerated().map { photograph("\($0.offset).jpg", $0.element) }
        return RatingExploration(photographs, ranges: ranges, rows: rows)
    }

    @Test func photographsWithoutVotesAreLeftOut() throws {
        let found = try #require(ratings([[1, 2, 1], [0, 0, 0], [], [0, 0, 5], [3, 0, 1]]))
        #expect(found.ratings.count == 3 && found.meanRating.count == 3)
        #expect(found.ratings.minimum == 4 && found.ratings.maximum == 5)
        #expect(found.meanRating.minimum == 1.5 && found.meanRating.maximum == 3)
        #expect(ratings([[0, 0], []]) == nil)
    }

    @Test func bestWorstAndExamplesAreListed() throws {
        let found = try #require(ratings([[0, 4, 0], [4, 0, 0], [0, 0, 4], [0, 4, 0], [0, 0, 2]]))
        let rows = try #require(found.rows)
        #expect(rows.best.map(\.path) == ["2.jpg", "4.jpg"])
        #expect(rows.worst.map(\.path) == ["1.jpg", "0.jpg"])
        #expect(rows.examples.map(\.path) == ["0.jpg", "2.jpg"])
        let row = try #require(ratings([[1, 2, 1]])?.rows?.best.first)
        #expect(row.votes == [1, 2, 1] && row.ratings == 4 && row.mean == 2)
        #expect(abs(row.deviation - 0.5.squareRoot()) < 1e-12)
        #expect(try #require(ratings([[1, 2, 1]], rows: 0)?.rows).best.isEmpty)
    }

    @Test func rangesHoldTheirEnds() throws {
        let votes: [[Float]] = [[0, 1, 0], [1, 1, 0], [0, 0, 1]]
        #expect(try #require(ratings(votes, ranges: [1.5...2, 2.5...3, 0...1])?.ranges).map(\.count) == [2, 1, 0])
        #expect(try #require(ratings(votes)?.ranges).isEmpty)
        var ten = [Float](repeating: 0, count: 10)
        ten[4] = 3
        let usual = try #require(ratings([ten])?.ranges)
        #expect(usual.map(\.lowest) == [4.9, 3.9] && usual.map(\.highest) == [5.9, 6.8] && usual.map(\.count) == [1, 1])
    }

    /// `numpy.std([1, 2, 3, 4, 100], ddof=1)`; the quartiles are 2 and 4, so the fences are -1 and 7.
    @Test func spreadAndOutliersAreCounted() throws {
        let summary = try #require(DistributionSummary([100, 1, 4, 2, 3]))
        #expect(abs(try #require(summary.deviation) - 43.617656975128774) < 1e-12)
        #expect(summary.fences == -1...7)
        func outliers(_ values: [Double]) -> [Int]? {
            DistributionSummary(values)?.outliers.map { [$0.below, $0.above] }
        }
        #expect(outliers([100, 1, 4, 2, 3]) == [0, 1])
        #expect(outliers([-100, 1, 4, 2, 3]) == [1, 0])
        #expect(outliers([5]) == [0, 0])
        #expect(try #require(DistributionSummary([5])).deviation == nil)
    }

    /// What version 0.1 stored: no deviations, outliers, ranges or rows.
    @Test func olderFilesAreRead() throws {
        let summary =
            #"{"count":2,"minimum":1,"lowerQuartile":1,"median":2,"upperQuartile":3,"mean":2,"maximum":3,"histogram":[2],"#
            + #""histogramLower":1,"histogramUpper":3}"#
        let text =
            #"{"sets":[{"name":"s","classes":[],"unreadable":[],"ratings":{"ratings":\#(summary),"meanRating":\#(summary)}}],"#
            + #""duplicates":[]}"#
        let exploration = try JSONDecoder().decode(Exploration.self, from: Data(text.utf8))
        try exploration.check()
        let ratings = try #require(exploration.sets[0].ratings)
        #expect(ratings.rows == nil && ratings.ranges == nil && ratings.meanRating.deviation == nil)
        #expect(exploration.sets[0].withoutPictures == nil)
    }

    @Test(arguments: [
        ("\"count\":1,\"highest\"", "\"count\":9,\"highest\"", "sets[0].ratings.ranges[0].count is 9"),
        ("\"above\":0", "\"above\":4", "sets[0].ratings.meanRating.outliers counts more values than the 3"),
        ("\"votes\":[0,0,2]", "\"votes\":[0,0,-2]", "sets[0].ratings.rows.best[0].votes has no votes"),
        ("\"withoutPictures\":3", "\"withoutPictures\":-3", "sets[0].withoutPictures is -3"),
    ])
    func impossibleNumbersAreRefused(_ fact: String, _ lie: String, _ problem: String) throws {
        let found = try #require(ratings([[0, 2, 0], [2, 0, 0], [0, 0, 2]], ranges: [2.5...3]))
        let exploration = Exploration(sets: [SetExploration(name: "s", withoutPictures: 3, ratings: found)], duplicates: [])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(exploration), as: UTF8.self)
        try JSONDecoder().decode(Exploration.self, from: Data(text.utf8)).check()
        let place = try #require(text.range(of: fact), "\(text)")
        let changed = text.replacingCharacters(in: place, with: lie)
        let sentence = Sample.sentence { try JSONDecoder().decode(Exploration.self, from: Data(changed.utf8)).check() }
        #expect(sentence?.hasPrefix(problem) == true, "\(sentence ?? "nothing")")
    }
}
