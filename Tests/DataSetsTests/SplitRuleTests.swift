import DataSets
import Testing

@Suite struct SplitRuleTests {
    private let rule = SplitRule(
        seed: 7,
        parts: [
            .init(name: "train", fraction: 0.8), .init(name: "validation", fraction: 0.15),
            .init(name: "test", fraction: 0.05),
        ])

    /// A photograph's part depends on nothing but its own key, so one more moves no other; groups stay together.
    @Test func groupsStayTogether() {
        for group in ["a", "b", "c", "d"] {
            let photographs = (0..<20).map {
                Photograph(path: "\(group)\($0).jpg", location: "", label: 1, group: group)
            }
            #expect(Set(photographs.map(rule.part)).count == 1)
            #expect(rule.part(of: photographs[0]) == rule.part(of: group))
        }
    }

    @Test func sharesHold() throws {
        let count = 20_000
        var counts = [Int](repeating: 0, count: 3)
        for index in 0..<count { counts[rule.part(of: "photographs/\(index).jpg")] += 1 }
        try #require(rule.parts.count == counts.count)
        for (found, part) in zip(counts, rule.parts) {
            let mean = Double(count) * part.fraction
            #expect(abs(Double(found) - mean) < 4 * (mean * (1 - part.fraction)).squareRoot(), "\(part.name): \(found)")
        }
    }

    /// The rule is part of what makes results repeatable: these parts must never change.
    @Test func partsAreFixedForever() {
        let half = SplitRule(seed: 1, parts: [.init(name: "a", fraction: 0.5), .init(name: "b", fraction: 0.5)])
        let parts = (0..<16).map { half.part(of: "\($0).jpg") }
        #expect(parts == [1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1])
        let other = SplitRule(seed: 2, parts: half.parts)
        #expect((0..<16).map { other.part(of: "\($0).jpg") } != parts)
    }
}
