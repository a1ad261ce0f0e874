import Explanation
import Graphs
import Kernels
import TestSupport
import Testing

/// Gradients, maps and relevance of a tiny network, against captum and zennit.
@Suite struct LayerParityTests {
    private let network: TinyNetwork
    private let picture: [Float]

    init() throws {
        network = try TinyNetwork.fixture()
        picture = TinyNetwork.floats(network.picture)
    }

    @Test func gradientsAreThoseOfPyTorch() throws {
        let pass = try network.pass(rows: 2)
        let (values, gradients) = pass.gradients([[picture], [picture]], .verdict)
        expectClose(values, [network.probability, network.probability], tolerance: 1e-6, "probability")
        for gradient in gradients {
            expectClose(gradient[0], TinyNetwork.floats(network.gradient), tolerance: 1e-4, scale: .ofLargest, "gradient")
        }
        let odds = pass.gradients([[picture]], .odds)
        expectClose(odds.values, [network.odds], tolerance: 1e-5, "log of the odds")
        expectClose(
            odds.gradients[0][0], TinyNetwork.floats(network.oddsGradient), tolerance: 1e-4, scale: .ofLargest, "gradient of odds"
        )
    }

    @Test func integratedGradientsOfEqualStepsAreThoseOfCaptum() throws {
        let pass = try network.pass(rows: 4)
        let base = picture.map { _ in Float(-1) }
        var line = GradientLine(pass, from: [base], to: [picture], .verdict)
        try line.walk(steps: network.steps, most: network.steps, bound: 0, least: 1, ExplanationProgress())
        #expect(line.evaluations == network.steps)
        expectClose([line.start, line.end], [network.baseProbability, network.probability], tolerance: 1e-6, "ends")
        expectClose(
            line.attributions[0], TinyNetwork.floats(network.integrated), tolerance: 1e-4, scale: .ofLargest, "attributions")
    }

    @Test func stepsAreAddedUntilTheGapIsWithinTheBound() throws {
        let pass = try network.pass(rows: 4)
        let base = picture.map { _ in Float(-1) }
        var line = GradientLine(pass, from: [base], to: [picture], .verdict)
        try line.walk(steps: 2, most: 400, bound: 1e-3, least: 1e-6, ExplanationProgress())
        #expect(abs(line.found - line.difference) <= 1e-3 * abs(line.difference))
        #expect(line.evaluations > 2 && line.evaluations < 400)
        let sum = line.attributions[0].reduce(0) { $0 + Double($1) }
        expectClose(sum, line.found, tolerance: 1e-5, "sum of attributions")
    }

    @Test func expectedGradientsOfGivenDrawsAreThoseOfPyTorch() throws {
        let pass = try network.pass(rows: 5)
        let bases = [[picture.map { _ in Float(-1) }], [picture.map { _ in Float(1) }]]
        let draws = network.draws.map { ExpectedDraw(base: $0.base, place: $0.place) }
        let found = try pass.expected([picture], bases, draws, .verdict, ExplanationProgress())
        expectClose(found[0], TinyNetwork.floats(network.expected), tolerance: 1e-4, scale: .ofLargest, "expected gradients")
    }

    @Test func gradientActivationIsThatOfCaptum() throws {
        let pass = try network.pass(observed: ["last_relu"])
        let node = try #require(pass.graph.index(named: "last_relu"))
        let (explained, maps) = pass.gradientActivation([picture], .odds, nodes: [node])
        expectClose(explained, network.odds, tolerance: 1e-5, "log of the odds")
        let map = try #require(maps.first)
        #expect(map.width == 5 && map.height == 5)
        expectClose(map.values, TinyNetwork.floats(network.gradCAM), tolerance: 1e-5, scale: .ofLargest, "Grad-CAM")
    }

    @Test(
        arguments: [
            ("zero", RelevanceRule.zero), ("epsilon", .epsilon(0.05)), ("gamma", .gamma(0.25)),
            ("alpha2beta1", .alphaBeta(alpha: 2, beta: 1)), ("zplus", .zPlus),
        ], [false, true])
    func relevanceIsThatOfZennit(rule: (name: String, rule: RelevanceRule), box: Bool) throws {
        let pass = try network.pass(relevance: network.settings(.uniform(rule.rule, box: box)))
        expectClose(pass.runBack([[picture]], .odds), [network.odds], tolerance: 1e-5, "log of the odds")
        let expected = TinyNetwork.floats(network.relevance[rule.name + (box ? "-box" : "")])
        expectClose(pass.plan.inputRelevance(0, rows: 1), expected, tolerance: 1e-4, scale: .ofLargest, rule.name)
    }
}
