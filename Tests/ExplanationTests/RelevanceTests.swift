import Explanation
import Graphs
import Imaging
import Kernels
import TestSupport
import Testing

/// What must hold of relevance whatever the network.
@Suite struct RelevanceTests {
    private let network: TinyNetwork
    private let picture: [Float]

    init() throws {
        network = try TinyNetwork.fixture()
        picture = TinyNetwork.floats(network.picture)
    }

    /// Each layer hands on what it takes but for its biases; with a tiny epsilon stabilisers keep nothing.
    @Test(arguments: [
        RelevanceRules.uniform(.zero, box: false), .uniform(.gamma(0.25), box: true), .uniform(.epsilon(1e-7), box: true),
        .uniform(.zPlus, box: true), .composite(gamma: 0.25, epsilon: 0),
    ])
    func everyLayerKeepsRelevance(rules: RelevanceRules) throws {
        let pass = try network.pass(relevance: network.settings(rules, measures: true))
        let explained = pass.runBack([[picture]], .odds)[0]
        let layers = pass.plan.layers
        #expect(layers.contains { $0.node == "stem" } && layers.contains { $0.node == "head" })
        let scale = layers.reduce(abs(explained)) { max($0, abs($1.taken)) }
        for layer in layers {
            expectClose(layer.handed + layer.biases, layer.taken, tolerance: 2e-3 * scale, "relevance through \(layer.node)")
        }
        let reached = pass.plan.inputRelevance(0, rows: 1).reduce(0) { $0 + Double($1) }
        let biases = layers.reduce(0) { $0 + $1.biases }
        expectClose(reached + biases, explained, tolerance: 5e-3 * scale, "relevance of all pixels and biases")
    }

    @Test func relevanceOfColumnsIsWhatTheDenseLayersHandDown() throws {
        let pass = try network.pass(relevance: network.settings(.uniform(.zero, box: false), measures: true))
        _ = pass.runBack([[picture]], .odds)
        let columns = pass.columnRelevance()
        let handed = try #require(pass.plan.layers.first { $0.node == "hidden" }).handed
        expectClose(columns[0].reduce(0, +), handed, tolerance: 1e-5, "relevance of the columns")
    }

    @Test(arguments: [
        ("block35_7_mixed", "block35"), ("mixed_5b", "mixed_5b"), ("block17_20_mixed", "block17"), ("conv1", "conv1"),
    ])
    func tapsBelongToBlocks(names: (tap: String, block: String)) { #expect(RelevanceReport.block(of: names.tap) == names.block) }

    @Test func activationMapsAreTheWeightsTimesTheMaps() throws {
        let explained = try network.explained()
        let tap = try #require(explained.taps.first)
        #expect(tap.name == "last_relu" && tap.columns == 0..<16)
        #expect(!explained.isLinearBehindFeatures)
        let pass = try network.pass()
        _ = pass.forward([[picture]])
        let features = Array(UnsafeBufferPointer(start: pass.plan.values(at: explained.features[0]), count: 16))
        let slopes = try LayerPass.featureSlopes(of: explained, at: [features], weights: [[-1, 1]], threads: 1)[0][0]
        // By differences.
        let head = try explained.head()
        for column in 0..<16 {
            func odds(_ step: Float) throws -> Double {
                var moved = features
                moved[column] += step
                let plan = try Plan(head, .init(batchSize: 1, isTraining: false))
                plan.forward(moved, rows: 1)
                let values = plan.values(at: head.graph.index(ofOutput: "logits") ?? 0)
                return Double(values[1] - values[0])
            }
            let (above, below) = (try odds(0.01), try odds(-0.01))
            expectClose((above - below) / 0.02, Double(slopes[column]), tolerance: 2e-3, "slope of \(column)")
        }
    }
}
