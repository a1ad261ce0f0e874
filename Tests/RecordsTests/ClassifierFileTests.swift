import Files
import ForeignFormats
import Foundation
import HDF5
import Matrices
import Records
import Testing
import TestSupport

/// What `keras-classifier/generate.py` wrote down.
private struct Expected: Decodable {
    let features: [[Float]]
    let probabilities: [[Double]]
    let tensors: [String: [Float]]
    let shapes: [String: [Int]]

    static func load() throws -> Expected {
        let url = URL(fileURLWithPath: Fixture.path("keras-classifier/expected.json"))
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: url))
    }
}

@Suite struct ClassifierFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: ["functional", "sequential"]) func kerasModelsAreReadTensorByTensor(form: String) throws {
        let expected = try Expected.load()
        let content = try ClassifierFile.read(Fixture.path("keras-classifier/\(form).h5"))
        #expect(content.inputWidth == 5)
        #expect(content.application == nil)
        #expect(
            content.layers == [
                .dense(
                    name: "dense", kernel: Matrix(rows: 5, columns: 4, elements: expected.tensors["dense/kernel"] ?? []),
                    bias: expected.tensors["dense/bias"] ?? [], activation: "relu"),
                .batchNormalization(
                    name: "batch_normalization", gamma: expected.tensors["batch_normalization/gamma"] ?? [],
                    beta: expected.tensors["batch_normalization/beta"] ?? [],
                    movingMean: expected.tensors["batch_normalization/moving_mean"] ?? [],
                    movingVariance: expected.tensors["batch_normalization/moving_variance"] ?? [], momentum: 0.99,
                    epsilon: 0.001),
                .dropout(name: "dropout", rate: 0.25),
                .dense(
                    name: "dense_1",
                    kernel: Matrix(rows: 4, columns: 2, elements: expected.tensors["dense_1/kernel"] ?? []),
                    bias: expected.tensors["dense_1/bias"] ?? [], activation: "softmax"),
            ])
        try #require(expected.features.count == expected.probabilities.count && !expected.features.isEmpty)
        for (features, probabilities) in zip(expected.features, expected.probabilities) {
            expectClose(Self.run(content.layers, features.map(Double.init)), probabilities, tolerance: 1e-6)
        }
    }

    @Test func ourFilesComeBack() throws {
        var content = try ClassifierFile.read(Fixture.path("keras-classifier/functional.h5"))
        let path = scratch.path("c.h5")
        for application in Self.applications {
            content.application = application
            try ClassifierFile.write(content, provenance: Sample.provenance, to: path)
            #expect(try ClassifierFile.read(path) == content)
        }
        #expect(try Provenance.read(from: path) == Sample.provenance)
    }

    /// A network of one output, on scales of scores.
    @Test func scoresComeBack() throws {
        let path = scratch.path("s.h5")
        func content(_ output: ClassifierApplication.Output, threshold: Double, units: Int = 1) -> ClassifierContent {
            ClassifierContent(
                inputWidth: 2,
                layers: [
                    .dense(
                        name: "dense", kernel: Matrix(rows: 2, columns: units, repeating: 0.5),
                        bias: [Float](repeating: 0, count: units), activation: units == 1 ? "linear" : "softmax")
                ],
                application: ClassifierApplication(
                    extractors: ["{}"], blocks: [ColumnBlock(extractor: "a", firstColumn: 0, width: 2)], output: output,
                    classNames: (0..<units).map { "\($0)" }, threshold: threshold))
        }
        for scale in [1...10.0, -2.5...0.25] {
            let written = content(.score(scale), threshold: scale.lowerBound + 1)
            try ClassifierFile.write(written, provenance: Sample.provenance, to: path)
            #expect(try ClassifierFile.read(path) == written)
        }
        for (wrong, fact) in [
            (content(.score(1...10), threshold: 11), "threshold"), (content(.ratings, threshold: 1), "at least two scores"),
            (content(.score(1...10), threshold: 5, units: 2), "a score is one number"),
        ] {
            try? ClassifierFile.write(wrong, provenance: Sample.provenance, to: path)
            let sentence = Sample.sentence { _ = try ClassifierFile.read(path) }
            #expect(sentence?.contains(fact) == true, "\(fact): \(sentence ?? "no error")")
        }
    }

    /// To Keras, and to any reader of the Keras model alone, the scaling is the first layer.
    @Test func theScalingIsALayerToKeras() throws {
        var content = try ClassifierFile.read(Fixture.path("keras-classifier/functional.h5"))
        content.application = Self.applications[1]
        let path = scratch.path("c.h5")
        try ClassifierFile.write(content, provenance: Sample.provenance, to: path)
        let first = try #require(try KerasWeightFile.open(path).layers.first)
        #expect(first.name == "input_scaling")
        #expect(try first.tensor(named: "gamma")?.read() == [1, 0.5, 0.25, 2, 4])
        #expect(try first.tensor(named: "moving_mean")?.read() == [1, 2, 3, 4, 5])
    }

    @Test func otherLayersAreRefusedByName() throws {
        let path = scratch.path("m.h5")
        let cases: [(name: String, model: String, sentence: String)] = [
            (
                "a convolution",
                #"{"class_name":"Sequential","config":{"layers":[{"class_name":"Conv2D","config":{"name":"conv"}}]}}"#,
                "has a layer conv of kind Conv2D"
            ),
            ("not JSON", "x", "is not JSON that describes a model"),
            ("another class", #"{"class_name":"Tree","config":{}}"#, "got Tree instead"),
            (
                "weights missing",
                #"{"class_name":"Sequential","config":{"layers":[{"class_name":"Dense","config":{"name":"d","activation":"relu"}}]}}"#,
                "has no tensor kernel of the layer d"
            ),
        ]
        for (name, model, expected) in cases {
            try HDF5File.write(to: path) { root throws(StorageError) in
                try root.attributes.set("model_config", model)
                try root.createGroup("model_weights").attributes.set("layer_names", [String]())
            }
            let sentence = Sample.sentence { _ = try ClassifierFile.read(path) }
            #expect(sentence?.contains(expected) == true, "\(name): \(sentence ?? "no error")")
        }
        let weights = Fixture.path("keras-classifier/numbered.weights.h5")
        let sentence = Sample.sentence { _ = try ClassifierFile.read(weights) }
        #expect(sentence?.contains("a whole model") == true)
    }

    private static let applications: [ClassifierApplication?] = [
        nil,
        ClassifierApplication(
            extractors: [#"{"name":"multigap"}"#, #"{"name":"b7"}"#],
            blocks: ColumnBlock.sideBySide([("multigap", 6), ("b7", 2)]),
            reductions: [SchemaTests.pca, SchemaTests.pca], mask: [0, 1, 2, 4, 5],
            scaling: .init(mean: [1, 2, 3, 4, 5], deviation: [1, 2, 4, 0.5, 0.25]),
            classNames: ["not aesthetic", "aesthetic"], threshold: 0.625,
            history: [HistorySeries(name: "loss", values: .reals([0.5, 0.25]))], trainingJSON: #"{"epochs":2}"#),
        ClassifierApplication(
            extractors: ["{}"], blocks: [ColumnBlock(extractor: "a", firstColumn: 0, width: 5)],
            classNames: ["not aesthetic", "aesthetic"]),
    ]

    /// A plain forward pass, in double precision.
    private static func run(_ layers: [ClassifierLayer], _ input: [Double]) -> [Double] {
        layers.reduce(input) { x, layer in
            switch layer {
            case .dense(_, let kernel, let bias, let activation):
                let y = bias.indices.map { unit in
                    x.indices.reduce(Double(bias[unit])) { $0 + x[$1] * Double(kernel[$1, unit]) }
                }
                if activation == "relu" { return y.map { max(0, $0) } }
                let sum = y.reduce(0) { $0 + exp($1) }
                return y.map { exp($0) / sum }
            case .batchNormalization(_, let gamma, let beta, let mean, let variance, _, let epsilon):
                return x.indices.map {
                    Double(gamma[$0]) * (x[$0] - Double(mean[$0])) / (Double(variance[$0]) + epsilon).squareRoot()
                        + Double(beta[$0])
                }
            case .dropout:
                return x
            }
        }
    }
}
