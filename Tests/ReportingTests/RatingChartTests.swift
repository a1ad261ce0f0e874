import DataSets
import Exploration
import Foundation
import Reporting
import Testing

/// Charts, tables and sentences on ratings.
@Suite struct RatingChartTests {
    private func summary(_ values: [Double], bins: Int = 4, range: ClosedRange<Double> = 0...8) throws -> DistributionSummary {
        try #require(DistributionSummary(values, bins: bins, range: range))
    }

    private func ratings(_ votes: [[Float]]) throws -> RatingExploration {
        let photographs = votes.enumerated().map { index, votes in
            Photograph(path: "\(index).jpg", location: "", label: -1, scores: votes)
        }
        return try #require(RatingExploration(photographs, ranges: [1...2], rows: 1))
    }

    @Test func aHistogramHasItsOutlineAndItsBox() throws {
        let values = try summary([1, 3, 3, 5, 8])
        let svg = try #require(HistogramChart("t", unit: "u", series: [.init("s", values)]).figure).text
        // Two of the five numbers are in the highest bar; the box takes 16 % of its height above it.
        let top = 262 - 250 / 1.16, one = 262 - 125 / 1.16
        let corners: [(Double, Double)] = [
            (0, 262), (0, one), (2, one), (2, top), (4, top), (4, one), (6, one), (6, one), (8, one), (8, 262),
        ]
        let points = corners.map { String(format: "%.1f,%.1f", 76 + $0.0 * 388 / 8, $0.1) }.joined(separator: " ")
        #expect(svg.contains("points=\"\(points)\""), "\(points)")
        for count in 0...2 { #expect(svg.contains(">\(count)</text>")) }
        #expect(!svg.contains(">0.5</text>"))
        // The quartiles are 3 and 5, the median 3, the fences 0 and 8: nothing is beyond the whiskers.
        #expect(svg.contains("<g class=\"line series-0 point\"></g>"))
        #expect(svg.contains("quartiles 3, 3, 5, maximum 8, mean 4, outliers 0 below and 0 above"))
    }

    @Test func extremesBeyondTheWhiskersAreMarked() throws {
        let values = try summary([1, 3, 3, 3, 8])
        let svg = try #require(HistogramChart("t", unit: "u", series: [.init("s", values)]).figure).text
        #expect(svg.components(separatedBy: "<circle").count == 3)
        #expect(svg.contains("outliers 1 below and 1 above"))
    }

    @Test func severalHistogramsShareTheirAxes() throws {
        let chart = HistogramChart(
            "t", unit: "u", series: [.init("votes", try summary([1, 2, 7])), .init("predictions", try summary([3, 3, 3]))])
        let svg = try #require(chart.figure).text
        #expect(svg.contains("series-0") && svg.contains("series-1") && !svg.contains("series-2"))
        #expect(svg.contains("votes</li>") && svg.contains("predictions</li>"))
        #expect(HistogramChart("t", unit: "u", series: []).figure == nil)
    }

    @Test func equalNumbersAreDrawn() throws {
        let values = try #require(DistributionSummary([5, 5]))
        #expect(HistogramChart("t", unit: "u", series: [.init("s", values)]).figure?.text.contains("nan") == false)
    }

    @Test func ratingsAreToldInText() throws {
        let set = SetExploration(name: "votes", withoutPictures: 3, ratings: try ratings([[0, 4, 0], [4, 0, 0], [0, 1, 3]]))
        let text = ExplorationText.text(of: Exploration(sets: [set], duplicates: []))
        #expect(text.contains("votes: 3 photographs without pictures"))
        #expect(text.contains("The shares of mean ratings are 66.67\u{A0}% from 1 to 2. 0 below"), "\(text)")
        #expect(text.contains("best     2.jpg             4  2.75       0.43  0 1 3"), "\(text)")
        #expect(text.contains("worst    1.jpg             4  1.00       0.00  4 0 0"))
        #expect(!text.contains("duplicate"))
    }

    @Test func ratingsAreShownOnAPage() throws {
        var content = ReportContent(title: "t", results: [])
        let set = SetExploration(name: "votes", withoutPictures: 2, ratings: try ratings([[0, 4, 0], [4, 0, 0]]))
        content.exploration = Exploration(sets: [set], duplicates: [])
        let html = String(decoding: ReportPage(content).html, as: UTF8.self)
        #expect(html.contains("Mean ratings of votes") && html.contains("Number of ratings of votes"))
        #expect(html.contains("Rated photographs of votes") && !html.contains("Measures of votes"))
    }
}
