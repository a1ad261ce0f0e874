import Evaluation
import Foundation
import Reporting
import Testing

@Suite struct ReportPageTests {
    private func page(_ change: (inout ReportContent) throws -> Void = { _ in }) throws -> String {
        var content = try ReportContent(title: "A & B", results: [(file: "r.json", report: try exampleReport())])
        try change(&content)
        return String(decoding: ReportPage(content).html, as: UTF8.self)
    }

    @Test func whatPeopleWroteIsEscaped() throws {
        let html = try page { content in
            content.flow = [
                ReportStep(
                    file: "<script>", command: "kalon-train \"a\" & 'b'", counts: "", created: "2026-01-31T12:00:00Z",
                    version: "1", machine: "x", seed: nil)
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
        for title in ["Training", "Search", "Columns chosen", "Variances", "Photographs", "How it came about"] {
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

    @Test func runsStandSideBySide() throws {
        let report = try exampleReport()
        let content = try ReportContent(title: "t", results: [("a.json", report), ("b.json", report)])
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
        #expect(ticks.values.count == values.count)
        #expect(zip(ticks.values, values).allSatisfy { abs($0 - $1) < 1e-9 }, "\(ticks.values)")
        #expect(ticks.values.map(ticks.label) == labels)
    }

    @Test func pointsLieWhereTheirValuesSay() throws {
        let chart = LineChart(
            "t", x: .init("x", 0...10), y: .init("y", 0...1), description: "d",
            series: [.init("s", [(0, 0), (10, 1), (5, .nan)])])
        let svg = try #require(chart.figure).text
        #expect(svg.contains("points=\"58.0,272.0 470.0,10.0\""))
        #expect(svg.contains("aria-label=\"t. d\""))
    }

    @Test func aSingleValueIsDrawn() throws {
        let chart = LineChart("t", x: .init("x"), y: .init("y"), description: "", series: [.init("s", [(3, 7)])])
        #expect(try #require(chart.figure).text.contains("points=\"264.0,141.0\""))
    }

    @Test func nothingIsDrawnOfNothing() {
        #expect(LineChart("t", x: .init("x"), y: .init("y"), description: "", series: [.init("s", [])]).figure == nil)
        #expect(BarChart("t", bars: []).figure == nil)
    }
}
