import Explanation
import Foundation
import Graphs
import Kernels
import TestSupport

/// The network of `Tests/Fixtures/explanation/layers.json`, and what other libraries say of its answer.
struct TinyNetwork: Decodable {
    struct Draw: Decodable {
        let base: Int
        let place: Double
    }

    let tensors: [String: String]
    let picture: String
    let steps: Int
    let probability: Double
    let odds: Double
    let baseProbability: Double
    let gradient: String
    let oddsGradient: String
    let integrated: String
    let expected: String
    let draws: [Draw]
    let gradCAM: String
    let relevance: [String: String]

    static func fixture() throws -> TinyNetwork { try Fixture.json("explanation/layers.json") }

    static let size = Extent(20)

    static func floats(_ text: String?) -> [Float] {
        guard let text, let data = Data(base64Encoded: text) else { return [] }
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map {
                Float(bitPattern: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
            }
        }
    }

    /// The model, from the picture to the probability of the second class.
    func model() throws -> Model {
        var assembly = ModelAssembly()
        var x = assembly.input("picture", .maps(channels: 3, size: nil))
        func convolution(_ name: String, _ input: Int, _ filters: Int, _ window: Window, groups: Int = 1) -> Int {
            let role: TensorRole = groups > 1 ? .depthwiseKernel : .kernel
            return assembly.append(
                name, .convolution(Convolution(filters: filters, window: window, groups: groups, hasBias: true)), inputs: [input],
                tensors: [
                    role: { Self.floats(tensors["\(name)/\(role.rawValue)"]) }, .bias: { Self.floats(tensors["\(name)/bias"]) },
                ])
        }
        func relu(_ name: String, _ input: Int) -> Int { assembly.append("\(name)_relu", .activation(.relu), inputs: [input]) }
        let (three, one) = (Window(Extent(3), padding: .around(1)), Window(Extent(1)))
        x = relu("stem", convolution("stem", x, 16, Window(Extent(3), stride: Extent(2))))
        x = relu("depthwise", convolution("depthwise", x, 16, three, groups: 16))
        x = relu("points", convolution("points", x, 16, one))
        x = assembly.append("largest", .maximumPooling(three), inputs: [x])
        x = assembly.append("mean", .averagePooling(Window(Extent(3))), inputs: [x])
        let left = relu("left", convolution("left", x, 16, one))
        let right = relu("right", convolution("right", x, 16, three))
        let both = assembly.append("branches", .concatenation, inputs: [left, right])
        let up = convolution("joined", both, 16, one)
        x = relu("sum", assembly.append("sum", .sum(scale: 0.5), inputs: [x, up]))
        x = relu("last", convolution("last", x, 16, Window(Extent(3))))
        x = assembly.append("last/pooled", .globalAveragePooling, inputs: [x])
        x = assembly.append("last/columns", .flatten, inputs: [x])
        x = assembly.append("features", .concatenation, inputs: [x])
        func dense(_ name: String, _ input: Int, _ units: Int) -> Int {
            assembly.append(
                name, .dense(units: units, hasBias: true), inputs: [input],
                tensors: [.kernel: { Self.floats(tensors["\(name)/kernel"]) }, .bias: { Self.floats(tensors["\(name)/bias"]) }])
        }
        x = dense("head", relu("hidden", dense("hidden", x, 8)), 2)
        x = assembly.append("softmax", .softmax, inputs: [x])
        x = assembly.append("probability", .selection([1]), inputs: [x])
        return try assembly.model(outputs: [.init("probability", node: x)])
    }

    func explained() throws -> ExplainedModel {
        try ExplainedModel(model(), output: "probability", isDistribution: false, features: ["features"])
    }

    func pass(relevance: RelevanceSettings? = nil, observed: [String] = [], rows: Int = 1) throws -> LayerPass {
        let explained = try explained()
        var settings = LayerPass.Settings()
        settings.rows = rows
        settings.relevance = relevance
        settings.observed = Set(observed.compactMap { explained.model.graph.index(named: $0) })
        return try LayerPass(explained, sizes: [Self.size], settings)
    }

    /// The settings of rules for this network, whose pixels have values in [-1, 1].
    func settings(_ rules: RelevanceRules, measures: Bool = false) throws -> RelevanceSettings {
        let explained = try explained()
        let bound = try Model(explained.model.graph.bound(to: [Self.size]), parameters: explained.model.parameters)
        var settings = rules.settings(for: bound, bounds: [(low: [-1, -1, -1], high: [1, 1, 1])])
        settings.measures = measures
        return settings
    }
}
