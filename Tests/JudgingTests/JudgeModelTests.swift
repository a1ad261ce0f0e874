import Files
import Foundation
import Graphs
import Imaging
import Inference
import Judging
import Kernels
import Learning
import Matrices
import Networks
import Records
import Reduction
import Reference
import Testing
import TestSupport

/// Whole judges as one model, against the stages that they are made of.
@Suite struct JudgeModelTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static func configuration(_ network: WeightedNetwork) -> ExtractorConfiguration {
        ExtractorConfiguration(
            of: network, weights: .seeded(1), input: InputDescription(geometry: .asIs, values: network.network.values),
            downsampling: .keras, precision: .float32)
    }

    private static func matrix(_ rows: Int, _ columns: Int, _ name: String) -> Matrix {
        var stream = RandomStream(seed: 2, name: name)
        return Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal() / 4) })
    }

    /// A classifier of two extractors, the first of them reduced, with a mask and a scaling.
    private func classifier(_ networks: [WeightedNetwork], output: ClassifierApplication.Output, classes: Int) throws
        -> Classifier
    {
        let reduced = 6, raw = networks.map(\.columns), total = reduced + raw[1]
        let mask = [0, 3, 5, 6, total - 2, total - 1]
        let configurations = try networks.map { try ExtractorConfiguration.json([Self.configuration($0)]) }
        let reduction = PCAContent(
            mean: (0..<raw[0]).map { Double($0) / 100 }, components: Self.matrix(reduced, raw[0], "components"),
            explainedVariance: (1...reduced).map { 1 / Double($0) },
            explainedVarianceRatio: (1...reduced).map { 0.5 / Double($0) },
            singularValues: (1...reduced).map { 1 / Double($0) }, whiten: true, samples: 50,
            blocks: [ColumnBlock(extractor: networks[0].network.name, firstColumn: 0, width: raw[0])],
            extractors: [configurations[0]],
            scree: (1...reduced).map { 1 / Double($0) }, method: "{}")
        let last = classes > 1 ? DenseLayer.softmax(classes: classes) : .dense(units: 1, activation: .linear)
        let architecture = try NetworkArchitecture(
            layers: [.dense(units: 5, activation: .gelu), .batchNormalization, .dropout(rate: 0.5), last])
        let trained = try TrainedNetwork(
            architecture: architecture, inputs: mask.count,
            parameters: Initialisation.parameters(of: architecture, inputs: mask.count, seed: 4),
            inputScaling: InputScaling(mean: mask.map { Float($0) / 50 }, deviation: mask.map { 0.5 + Float($0) / 90 }))
        let application = ClassifierApplication(
            extractors: configurations,
            blocks: [
                ColumnBlock(extractor: networks[0].network.name, firstColumn: 0, width: raw[0]),
                ColumnBlock(extractor: networks[1].network.name, firstColumn: raw[0], width: raw[1]),
            ], reductions: [reduction], mask: mask.map(UInt32.init),
            scaling: .init(mean: trained.inputScaling?.mean ?? [], deviation: trained.inputScaling?.deviation ?? []),
            output: output, classNames: (0..<classes).map { "\($0)" }, threshold: output == .classes ? 0.5 : 2)
        let provenance = Provenance(
            command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "", threads: 1
        )
        try ClassifierFile.write(
            ClassifierContent(inputWidth: mask.count, layers: trained.classifierLayers, application: application),
            provenance: provenance, to: scratch.path("c.h5"))
        return try Classifier(path: scratch.path("c.h5"))
    }

    private static func networks() throws -> [WeightedNetwork] {
        [
            try WeightedNetwork(
                .mobileNetV1(width: 0.1), taps: ["conv_pw_3_relu", "conv1"], weights: .seeded(1), downsampling: .keras),
            try WeightedNetwork(.shuffleNetV2(.x05), taps: ["maxpool"], weights: .seeded(1), downsampling: .keras),
        ]
    }

    private static func picture(_ height: Int, _ width: Int, _ name: String) -> FeatureMaps {
        var stream = RandomStream(seed: 3, name: name)
        return FeatureMaps(
            channels: 3, pictures: 1, height: height, width: width,
            values: (0..<3 * height * width).map { _ in Float(stream.uniform(in: -1...1)) })
    }

    @Test(arguments: [
        (ClassifierApplication.Output.classes, 2, "probability"), (.ratings, 4, "distribution"), (.score(1...10), 1, "score"),
        (.score(-3...2.5), 1, "score"),
    ])
    func theWholeSaysWhatItsStagesSay(output: ClassifierApplication.Output, count: Int, name: String) throws {
        let networks = try Self.networks()
        let classifier = try classifier(networks, output: output, classes: count)
        let judge = try JudgeModel(classifier, networks: networks.map(\.model))
        #expect(judge.inputs == ["mobilenet-v1@0.1/input/image", "shufflenet-v2@0.5/input/image"])
        let pictures = [Self.picture(33, 40, "first"), Self.picture(32, 47, "second")]
        let features = zip(networks, pictures).flatMap { GraphInterpreter.run($0.model, on: [$1])[0].values }
        let raw = Matrix(rows: 1, columns: features.count, elements: features)
        let input = try classifier.requiredPipeline().input(fromRaw: raw)
        let expected: [Float] =
            switch try classifier.judgements(of: input)[0] {
            case .probability(let value), .score(let value): [Float(value)]
            case .rating(let rating): rating.shares.map(Float.init)
            }
        let found = GraphInterpreter.run(judge.model, on: pictures)[0].values
        expectClose(found, expected, tolerance: 1e-5, "verdict")
        #expect(judge.output == name)
        let onnx = try judge.onnx(of: classifier.path)
        #expect(onnx.range(of: Data(#""threshold":\#(output == .classes ? "0.5" : "2")"#.utf8)) != nil)
    }

    @Test func otherWeightsAreRefused() throws {
        let networks = try Self.networks()
        let configuration = Self.configuration(networks[0])
        #expect(try configuration.weightedNetwork(moved: nil, of: "c.h5").model == networks[0].model)
        #expect(throws: InferenceError.weightsChanged(reference: "seeded:2", found: "seeded:2", expected: "seeded:1")) {
            try configuration.weightedNetwork(moved: "seeded:2", of: "c.h5")
        }
    }

    /// Through networks, components, mask, scaling and layers down to the pixels of two pictures.
    @Test func theGradientOfAProbabilityReachesThePixels() throws {
        let networks = try Self.networks()
        let classifier = try classifier(networks, output: .classes, classes: 2)
        let pictures = [Self.picture(33, 40, "first"), Self.picture(32, 47, "second")]
        let whole = try JudgeModel(classifier, networks: networks.map(\.model)).model
        let graph = try whole.graph.bound(to: pictures.map { Extent(height: $0.height, width: $0.width) })
        let model = try Model(graph, parameters: whole.parameters)
        let output = try #require(graph.index(ofOutput: "probability"))
        let plan = try Plan(model, .init(batchSize: 1, isTraining: false, differentiatesInputs: true))
        var gradients: [[Float]] = []
        pictures[0].values.withUnsafeBufferPointer { first in
            pictures[1].values.withUnsafeBufferPointer { second in
                guard let a = first.baseAddress, let b = second.baseAddress else { return }
                plan.forward(a, b, rows: 1)
                plan.beginBackward()
                plan.addGradient(at: output, rows: 1) { $0[0] = 1 }
                plan.backward(rows: 1, consumer: NoConsumer())
                gradients = [first.count, second.count].enumerated().map { place, count in
                    Array(UnsafeBufferPointer(start: plan.inputGradient(place), count: count))
                }
            }
        }
        func probability(_ step: Float, _ ways: [[Float]]) -> Double {
            let moved = zip(pictures, ways).map { picture, way in
                FeatureMaps(
                    channels: 3, pictures: 1, height: picture.height, width: picture.width,
                    values: zip(picture.values, way).map { $0 + step * $1 })
            }
            return Double(GraphInterpreter.run(model, on: moved)[0].values[0])
        }
        expectClose([plan.values(at: output)[0]], [probability(0, gradients)], tolerance: 1e-6, "probability")
        try #require(gradients.allSatisfy { $0.contains { $0 != 0 } })
        // Up the gradient itself, where the probability changes most, and along random directions.
        var stream = RandomStream(seed: 8, name: "directions")
        for trial in 0..<8 {
            let ways = trial == 0 ? gradients : gradients.map { $0.map { _ in Float(stream.normal()) } }
            let slope = zip(gradients.joined(), ways.joined()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let length = ways.joined().reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            let step = Float(0.05 / length)
            let found = (probability(step, ways) - probability(-step, ways)) / Double(2 * step)
            let scale = length * gradients.joined().reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(found - slope) < 0.02 * scale, "trial \(trial): \(slope), by differences \(found)")
        }
    }
}
