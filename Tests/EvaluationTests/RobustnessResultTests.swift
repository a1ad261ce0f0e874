import Evaluation
import Testing

@Suite struct RobustnessResultTests {
    private let record = [
        "name": "Alm", "aesthetic": "1", "not_aesthetic": "2", "perturbation": "blur", "accuracy": "51", "precision": "100",
        "recall": "", "source": "somewhere",
    ]

    private func figures(_ name: String, _ perturbation: String, _ accuracy: String) -> [String: String] {
        record.merging(["name": name, "perturbation": perturbation, "accuracy": accuracy]) { $1 }
    }

    @Test func severalVerdictsOnAPhotographAreNotIndependent() throws {
        let untouched = judged([1, 1, 0, 0], [0.9, 0.8, 0.1, 0.2])
        let changed = judged([1, 1, 0, 0], [0.9, 0.1, 0.1, 0.7])
        func result(times: Int) throws -> PerturbationResult {
            try PerturbationResult(
                name: "n", untouched: untouched, perturbed: (0..<times).flatMap { _ in changed }, threshold: 0.5)
        }
        let (once, often) = (try result(times: 1), try result(times: 6))
        #expect(once.accuracyChange == -0.5 && often.accuracyChange == -0.5)
        #expect(once.accuracyInterval == WilsonInterval(successes: 2, trials: 4))
        let interval = try #require(often.accuracyInterval), single = try #require(once.accuracyInterval)
        #expect(often.count == 24 && interval.upper - interval.lower > 0.95 * (single.upper - single.lower))
        #expect(once.pValue == McNemarTest(onlyFirstRight: 2, onlySecondRight: 0).pValue)
        #expect(often.pValue == McNemarTest.pValue(ofClusters: [0, -1, 0, -1]))
    }

    @Test func publishedFiguresStandBesideTheirOwnSetOrAll() throws {
        let published = try PublishedRobustness(records: [
            figures("Alm", "none", "94"), figures("Alm", "blur", "51"), figures("Other", "blur", "60"),
        ])
        let own = published.figures(forSet: "alm", aesthetic: 1, notAesthetic: 2)
        #expect(own.map(\.set) == ["Alm"] && own[0].accuracy == 0.51 && own[0].precision == 1 && own[0].recall == nil)
        #expect(abs((own[0].accuracyChange ?? 0) + 0.43) < 1e-12)
        let others = published.figures(forSet: "alm", aesthetic: 2, notAesthetic: 2)
        #expect(others.map(\.set) == ["Alm", "Other"] && others[1].accuracyChange == nil)
    }

    @Test func badFiguresAreNamed() {
        #expect(throws: EvaluationError.repeatedPerturbation(name: "Alm", perturbation: "blur")) {
            try PublishedRobustness(records: [record, record])
        }
        #expect(throws: EvaluationError.self) { try PublishedRobustness(records: [figures("Alm", "blur", "510")]) }
        #expect(throws: EvaluationError.self) { try PublishedRobustness(records: [["name": "Alm"]]) }
    }
}
