import Files
import Foundation
import Graphs
import Imaging
import Inference
import Judging
import Learning
import Matrices
import Networks
import Records
import Testing
import TestSupport

/// Students: a linear layer that gives a teacher's features, with the teacher's layers on top.
@Suite struct StudentTests {
    private let scratch: Scratch
    private static let inputs = 7
    private static let reduced = 6

    init() throws { scratch = try Scratch() }

    private static func matrix(_ rows: Int, _ columns: Int, _ name: String) -> Matrix {
        var stream = RandomStream(seed: 3, name: name)
        return Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal() / 4) })
    }

    private static let provenance = Provenance(
        command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "", threads: 1)

    private static func configurations() throws -> [ExtractorConfiguration] {
        try [
            WeightedNetwork(
                .mobileNetV1(width: 0.1), taps: ["conv_pw_3_relu", "conv1"], weights: .seeded(1), downsampling: .keras),
            WeightedNetwork(.shuffleNetV2(.x05), taps: ["maxpool"], weights: .seeded(1), downsampling: .keras),
        ].map { network in
            ExtractorConfiguration(
                of: network, weights: .seeded(1), input: InputDescription(geometry: .asIs, values: network.network.values),
                downsampling: .keras, precision: .float32)
        }
    }

    /// Features files of three photographs, one for each extractor.
    private func source(_ configurations: [ExtractorConfiguration], name: String = "f") throws -> SourceFeatures {
        let paths = try configurations.enumerated().map { place, configuration in
            let path = scratch.path("\(name)-\(place).h5")
            let header = FeaturesHeader(
                dataset: "set", extractor: configuration.network, extractorJSON: try ExtractorConfiguration.json([configuration]),
                weights: "seeded:1", weightsSHA256: nil, input: "", precision: "float32")
            let writer = try FeaturesWriter(path: path, header: header, columns: configuration.columns, capacity: 3)
            try writer.append(Self.matrix(3, configuration.columns, "features \(place)"))
            try writer.finish(
                rows: FeaturesRows(paths: ["a", "b", "c"], labels: [1, 0, 1]), skipped: [], provenance: Self.provenance)
            return path
        }
        return try SourceFeatures(paths)
    }

    /// What a teacher does to its columns before its first layer.
    struct Way: CustomTestStringConvertible {
        var reduces = false, masks = false, scales = false, isWhitened = false

        var testDescription: String { "reduced \(reduces), masked \(masks), scaled \(scales), whitened \(isWhitened)" }
    }

    private static let ways = [
        Way(), Way(masks: true), Way(scales: true), Way(masks: true, scales: true), Way(reduces: true, scales: true),
        Way(reduces: true, masks: true, scales: true, isWhitened: true),
    ]

    /// A teacher of two extractors, of which the first may be reduced.
    private func teacher(_ configurations: [ExtractorConfiguration], _ way: Way) throws -> Classifier {
        let raw = configurations.map(\.columns), total = (way.reduces ? Self.reduced : raw[0]) + raw[1]
        let mask = way.masks ? [0, 3, 4, total - 2, total - 1] : Array(0..<total)
        let architecture = try NetworkArchitecture(hiddenWidths: [5], activation: .gelu, classes: 2)
        let scaling = try InputScaling(
            mean: mask.map { Float($0) / 50 }, deviation: mask.map { 0.5 + Float($0) / 90 })
        let trained = try TrainedNetwork(
            architecture: architecture, inputs: mask.count,
            parameters: Initialisation.parameters(of: architecture, inputs: mask.count, seed: 4),
            inputScaling: way.scales ? scaling : nil)
        let json = try configurations.map { try ExtractorConfiguration.json([$0]) }
        let application = ClassifierApplication(
            extractors: json, blocks: ColumnBlock.sideBySide(configurations.map { ($0.network, $0.columns) }),
            reductions: way.reduces ? [reduction(configurations[0], json[0], isWhitened: way.isWhitened)] : [],
            mask: way.masks ? mask.map(UInt32.init) : nil,
            scaling: way.scales ? .init(mean: scaling.mean, deviation: scaling.deviation) : nil, classNames: ["0", "1"])
        let path = scratch.path("teacher.h5")
        try ClassifierFile.write(
            ClassifierContent(inputWidth: mask.count, layers: trained.classifierLayers, application: application),
            provenance: Self.provenance, to: path)
        return try Classifier(path: path)
    }

    private func reduction(_ configuration: ExtractorConfiguration, _ json: String, isWhitened: Bool) -> PCAContent {
        let variances = (1...Self.reduced).map { 1 / Double($0) }
        return PCAContent(
            mean: (0..<configuration.columns).map { Double($0) / 100 },
            components: Self.matrix(Self.reduced, configuration.columns, "components"), explainedVariance: variances,
            explainedVarianceRatio: variances.map { $0 / 2 }, singularValues: variances, whiten: isWhitened, samples: 50,
            blocks: [ColumnBlock(extractor: configuration.network, firstColumn: 0, width: configuration.columns)],
            extractors: [json], scree: variances, method: "{}")
    }

    private static func layer(_ columns: Int) -> FeatureLayer {
        FeatureLayer(
            kernel: matrix(inputs, columns, "kernel"), bias: matrix(1, columns, "bias").elements, dropout: 0.7)
    }

    @Test(arguments: ways)
    func theJoinedHeadIsTheLayerAndThenTheTeacher(_ way: Way) throws {
        let configurations = try Self.configurations()
        let (source, teacher) = (try source(configurations), try teacher(configurations, way))
        let layer = Self.layer(source.join.columns)
        let student = try teacher.student(behind: layer, givingColumnsOf: source, history: TrainingHistory())
        let own = Self.matrix(20, Self.inputs, "own")
        let input = try teacher.requiredPipeline().input(fromRaw: layer.features(of: own))
        let expected = try teacher.network.probabilities(for: input).elements
        expectClose(try student.probabilities(for: own).elements, expected, tolerance: 1e-5, "probabilities")
        #expect(Set(expected).count > 20 && student.inputScaling == nil)
        #expect(
            student.architecture.layers.prefix(2) == [.dropout(rate: 0.7), .dense(units: input.columns, activation: .linear)])
    }

    /// What a student's file says of the teacher's columns, it says as the teacher scales them.
    @Test func theLayerIsFoundInTheFile() throws {
        let configurations = try Self.configurations()
        let (source, teacher) = (try source(configurations), try teacher(configurations, Way(masks: true, scales: true)))
        #expect(FeatureLayer(of: teacher) == nil)
        let student = try teacher.student(
            behind: Self.layer(source.join.columns), givingColumnsOf: source, history: TrainingHistory())
        try ClassifierFile.write(
            ClassifierContent(inputWidth: Self.inputs, layers: student.classifierLayers, application: nil),
            provenance: Self.provenance, to: scratch.path("student.h5"))
        let layer = try #require(FeatureLayer(of: Classifier(path: scratch.path("student.h5"))))
        let own = Self.matrix(4, Self.inputs, "own")
        let input = try teacher.requiredPipeline().input(fromRaw: Self.layer(source.join.columns).features(of: own))
        let scaling = try #require(teacher.network.inputScaling)
        let expected = input.elements.enumerated().map { place, value in
            (value - scaling.mean[place % input.columns]) / scaling.deviation[place % input.columns]
        }
        expectClose(layer.features(of: own).elements, expected, tolerance: 1e-5, "scaled features")
    }

    @Test func otherFeaturesAreRefused() throws {
        let configurations = try Self.configurations()
        let teacher = try teacher(configurations, Way())
        let others = try source(configurations.reversed(), name: "reversed")
        #expect(throws: JudgingError.self) { try teacher.requireTaught(others) }
        #expect(throws: JudgingError.self) { try teacher.requireTaught(source([configurations[0]], name: "first")) }
        #expect(try teacher.requireTaught(source(configurations)) == false)
    }

    @Test func theSizeIsThatOfNetworksReductionsAndLayers() throws {
        let configurations = try Self.configurations()
        let teacher = try teacher(configurations, Way(reduces: true))
        let columns = Self.reduced + configurations[1].columns
        let layers = columns * 5 + 5 + 4 * 5 + 5 * 2 + 2
        let networks = try configurations.map { try #require(try $0.parameterCount()) }
        #expect(networks.allSatisfy { $0 > 0 })
        #expect(
            try teacher.weightBytes() == 4 * (networks.reduce(0, +) + Self.reduced * configurations[0].columns + layers))
    }
}
