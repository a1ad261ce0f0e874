import Evaluation
import Foundation
import Reporting
import TestSupport
import Testing

@Suite struct ReportPageTests {
    private func page(_ change: (inout ReportContent) throws -> Void = { _ in }) throws -> String {
        var content = ReportContent(title: "A & B", results: [(file: "r.json", report: try exampleReport())])
        try change(&content)
        return String(decoding: ReportPage(content).html, as: UTF8.self)
    }

    @Test func whatPeopleWroteIsEscaped() throws {
        let html = try page { content in
            content.flow = [
                ReportStep(
                    file: "<script>", command: "kalon-train \"a\" & 'b'", counts: "", seconds: nil,
                    created: "2026-01-31T12:00:00Z", version: "1", machine: "x", threads: 1, seed: nil,
                    inputs: [.init(path: "<input>", digest: "00ff")], isOwn: true)
            ]
        }
        #expect(html.contains("<title>A &amp; B</title>"))
        #expect(!html.contains("<script"))
        #expect(html.contains("it is &lt;empty&gt;"))
        #expect(html.contains("kalon-train &quot;a&quot; &amp; 'b'"))
    }

    /// The page is HTML that is well-formed XML as well, so that any mistake in its nesting shows.
    @Test func elementsAreClosed() throws {
        let html = try page { $0.selection = [SelectedColumns(network: "n", layer: "l", chosen: 1, total: 2)] }
        var open: [Substring] = []
        for match in html.matches(of: #/<(/?)([a-z][a-z0-9]*)[^>]*>/#) {
            let name = match.2
            if ["meta", "img", "br"].contains(name) { continue }
            if match.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
        }
        #expect(open.isEmpty)
    }

    @Test func aSectionWithoutAnythingStoredIsLeftOut() throws {
        let html = try page()
        #expect(html.contains("<h2>Benchmarks</h2>") && html.contains("<h2>Curves</h2>"))
        for title in ["Training", "Search", "Columns chosen", "Variances", "Photographs", "How the results came about"] {
            #expect(!html.contains("<h2>\(title)</h2>"), "\(title)")
        }
        #expect(html.contains("<h2>Skipped photographs</h2>"))
    }

    @Test func rightAndWrongVerdictsAreTold() throws {
        let html = try page { content in
            content.grids = [
                PhotographGrid(
                    title: "grid",
                    pictures: [
                        .init(
                            path: "a.jpg", words: "aesthetic, 75 %", truth: ("aesthetic", true), thumbnail: Data([1, 2, 3])),
                        .init(path: "b.jpg", words: "not aesthetic, 75 %", truth: ("aesthetic", false), thumbnail: nil),
                        .init(path: "c.jpg", words: "aesthetic, 5.10", thumbnail: nil),
                    ])
            ]
        }
        #expect(html.contains("✓ aesthetic, 75 %"))
        #expect(html.contains("✗ not aesthetic, 75 %"))
        #expect(html.contains("src=\"data:image/jpeg;base64,AQID\""))
        #expect(html.contains("alt=\"a.jpg, called aesthetic, 75 %; it is aesthetic\""))
        #expect(html.contains("<strong>aesthetic, 5.10</strong>"))
        #expect(html.matches(of: /<img/).count == 1)
    }

    /// Pictures, of which there may be so many that the page reaches its limit, are left as much room as this leaves.
    @Test func manySetsAndRunsLeaveRoomForPictures() throws {
        let labels = (0..<400).map { Int8($0 % 2) }, probabilities = (0..<400).map { Double($0 * 37 % 400) / 400 }
        let sets = try (0..<20).map { number in
            try SetResult(
                name: "set \(number)", photographs: judged(labels, probabilities), threshold: 0.5, skipped: ["broken": 3],
                unlabelled: 0, published: nil)
        }
        let report = EvaluationReport(model: "c.h5", sets: sets)
        var content = ReportContent(title: "t", results: (0..<50).map { ("run \($0).json", report) })
        content.comparison = try RunComparison(content.results, seed: 1)
        content.flow = (0..<200).map { number in
            ReportStep(
                file: "features/\(number).h5", command: "kalon-extract photos --output features/\(number).h5",
                counts: "400 photographs, 16928 columns", seconds: 60, created: "2026-01-31T12:00:00Z", version: "1",
                machine: "x", threads: 2, seed: 1,
                inputs: [.init(path: "\(number).h5", digest: String(repeating: "0a", count: 32))], isOwn: number < 50)
        }
        content.training = [TrainingCurve("loss", .loss, (0..<20_000).map { 1 / Double($0 + 1) })]
        let html = String(decoding: ReportPage(content).html, as: UTF8.self)
        #expect(html.utf8.count < 1_500_000, "\(html.utf8.count) bytes")
        #expect(html.contains("and 42 more files") && html.contains("set 19, AUC"))
    }

    @Test func whatScrollsCanBeReachedByTheKeyboard() throws {
        let html = try page { $0.selection = [SelectedColumns(network: "n", layer: "l", chosen: 1, total: 2)] }
        let regions = html.matches(of: #/<div class="scroll"[^>]*>/#).map(\.output)
        #expect(regions.count > 2)
        #expect(
            regions.allSatisfy { $0.contains("tabindex=\"0\"") && $0.contains("role=\"region\"") && $0.contains("aria-label=") })
        #expect(html.contains("<a class=\"skip\" href=\"#content\">") && html.contains("<main id=\"content\">"))
    }

    @Test func aFrontIsDrawnAgainstWhatItCosts() throws {
        let front = [(0.9, 500, 4.0), (0.8, 100, 1.0)].map {
            SearchCurve.FrontMember(accuracy: $0.0, features: $0.1, cost: $0.2)
        }
        let html = try page { $0.search = SearchCurve(best: [0.7, 0.9], mean: [0.5, 0.6], diversity: [1, 0.8], front: front) }
        #expect(html.contains("Front: accuracy against number of columns"))
        #expect(html.contains("Front: accuracy against GFLOP per photograph"))
        let alone = try page { $0.search = SearchCurve(best: [1], mean: [1], diversity: [0], front: [front[0]]) }
        #expect(!alone.contains("Front:") && alone.contains("Fitness by generation"))
    }

    @Test func theFlowCountsACommandOnce() throws {
        func step(_ file: String, _ command: String, _ seconds: Double?) -> ReportStep {
            ReportStep(
                file: file, command: command, counts: "c", seconds: seconds, created: "2026-01-31T12:00:00Z", version: "1",
                machine: "x", threads: 1, seed: nil, inputs: [], isOwn: true)
        }
        let reduce = "kalon-reduce a.h5 --output r.h5 --model p.h5"
        let html = try page { content in
            content.flow = [step("p.h5", reduce, 20), step("r.h5", reduce, 21), step("c.h5", "kalon-train r.h5", 10)]
        }.replacing("\u{A0}", with: " ")
        #expect(html.contains("Total time: 31.0 s."))
        let old = try page { $0.flow = [step("p.h5", reduce, nil), step("c.h5", "kalon-train r.h5", 10)] }
        #expect(old.contains("without 1 of 2 files that do not say how long they took") && old.contains("time unknown"))
    }

    @Test func runsStandSideBySide() throws {
        let report = try exampleReport()
        var content = ReportContent(title: "t", results: [("a.json", report), ("b.json", report)])
        content.comparison = try RunComparison(content.results, seed: 1)
        let html = String(decoding: ReportPage(content).html, as: UTF8.self)
        #expect(html.contains("Runs side by side") && html.contains("1.0000"))
    }
}

@Suite struct ChartTests {
    @Test(arguments: [
        (0.0...1.0, [0, 0.2, 0.4, 0.6, 0.8, 1], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (1...20, [5, 10, 15, 20], ["5", "10", "15", "20"]),
        (-0.031...0.012, [-0.03, -0.02, -0.01, 0, 0.01], ["-0.03", "-0.02", "-0.01", "0.00", "0.01"]),
        (0...84_640, [0, 20_000, 40_000, 60_000, 80_000], ["0", "20000", "40000", "60000", "80000"]),
    ])
    func ticksAreRoundNumbers(range: ClosedRange<Double>, values: [Double], labels: [String]) {
        let ticks = AxisTicks(within: range)
        expectClose(ticks.values, values, tolerance: 1e-9)
        #expect(ticks.values.map(ticks.label) == labels)
    }

    @Test func nothingLiesBetweenWholeNumbers() {
        #expect(AxisTicks(within: 1...3, isWhole: true).values == [1, 2, 3])
        #expect(AxisTicks(within: 0.5...1.5, isWhole: true).values == [1])
    }

    @Test(arguments: [
        (0.02...300.0, ["0.1", "1", "10", "100"]), (1...1e12, ["1", "1000", "1e+06", "1e+09", "1e+12"]), (2...7, []),
    ])
    func powersOfTen(range: ClosedRange<Double>, labels: [String]) {
        let ticks = AxisTicks(powersWithin: range)
        #expect(ticks.values.map(ticks.label) == labels)
    }

    @Test func aLogarithmicAxisLeavesOutWhatIsNotAboveZero() throws {
        let chart = LineChart(
            "t", x: .init("x", 0...2), y: .init("y", nil, .logarithmic), description: "",
            series: [.init("s", [(0, 1), (1, 10), (2, 100), (1, 0), (1, -1)])])
        #expect(try #require(chart.figure).text.contains("points=\"76.0,262.0 270.0,137.0 464.0,12.0\""))
    }

    @Test func aLongLineKeepsItsEnds() {
        let series = LineChart.Series("s", (0..<5000).map { (x: Double($0), y: 0) })
        #expect(series.points.count == 300 && series.points.first?.x == 0 && series.points.last?.x == 4999)
    }

    @Test func pointsLieWhereTheirValuesSay() throws {
        let chart = LineChart(
            "t", x: .init("x", 0...10), y: .init("y", 0...1), description: "d",
            series: [.init("s", [(0, 0), (10, 1), (5, .nan)])])
        let svg = try #require(chart.figure).text
        #expect(svg.contains("points=\"76.0,262.0 464.0,12.0\""))
        #expect(svg.contains("aria-label=\"t. d\""))
    }

    @Test func aSingleValueIsDrawn() throws {
        let chart = LineChart("t", x: .init("x"), y: .init("y"), description: "", series: [.init("s", [(3, 7)])])
        #expect(try #require(chart.figure).text.contains("cx=\"270.0\" cy=\"137.0\""))
    }

    @Test func nothingIsDrawnOfNothing() {
        #expect(LineChart("t", x: .init("x"), y: .init("y"), description: "", series: [.init("s", [])]).figure == nil)
        #expect(BarChart("t", bars: []).figure == nil)
    }
}
