import Files
import ForeignFormats
import Matrices
import Networks
import Testing
import TestSupport

/// Loading weight files that are written here, right ones and wrong ones.
@Suite struct KerasWeightsTests {
    private let network = Network.mobileNetV1(width: 0.1)
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func load(_ layers: [KerasLayerWeights]) throws -> WeightedNetwork {
        try network.weighted(.file(try scratch.write(layers)))
    }

    @Test func theRightFileIsLoaded() throws {
        let seeded = try network.weighted()
        let loaded = try load(seeded.kerasLayers)
        #expect(loaded.kerasLayers == seeded.kerasLayers)
        #expect(loaded.weightsDigest == (try FileDigest.sha256(of: scratch.path("weights.h5"))))
    }

    /// The published file of VGG16 is of Keras 1: `block1_conv1_W_1` in the layer `block1_conv1`.
    @Test func theNamesOfKeras1AreUnderstood() throws {
        let taps = ["block1_pool"]
        let seeded = try Network.vgg16.weighted(taps: taps)
        var layers = seeded.kerasLayers
        for layer in layers.indices {
            for tensor in layers[layer].tensors.indices {
                let letter = layers[layer].tensors[tensor].name == "kernel" ? "W" : "b"
                layers[layer].tensors[tensor].name = "\(layers[layer].name)_\(letter)_1"
            }
        }
        let loaded = try Network.vgg16.weighted(.file(try scratch.write(layers)), taps: taps)
        #expect(loaded.kerasLayers == seeded.kerasLayers)
    }

    @Test func theOrderOfLayersAndLayersWithoutTensorsDoNotMatter() throws {
        let layers = try network.weighted().kerasLayers
        let empty = ["input_1", "conv1_relu", "dropout"].map { KerasLayerWeights(name: $0, tensors: []) }
        #expect(try load(empty + layers.reversed()).kerasLayers == layers)
    }

    @Test func aFileForLaterTapsServesEarlierOnes() throws {
        let path = try scratch.write(try network.weighted().kerasLayers)
        let loaded = try network.weighted(.file(path), taps: ["conv_pw_2_relu"])
        #expect(loaded.kerasLayers == (try network.weighted(taps: ["conv_pw_2_relu"])).kerasLayers)
    }

    @Test(arguments: [false, true])
    func deviationsInThePlaceOfVariancesAreRecognised(squares: Bool) throws {
        let network = Network.efficientNet(.b0)
        let seeded = try network.weighted(taps: ["stem_activation"])
        var layers = seeded.kerasLayers
        let normalisation = try #require(layers.firstIndex { $0.name == "normalization" })
        let deviations: [Float] = [0.229, 0.224, 0.225]
        layers[normalisation].tensors[1].values = deviations.map { squares ? $0 * $0 : $0 }
        // Keras' own files also hold the number of values that the layer saw.
        layers[normalisation].tensors.append(.init(name: "count", shape: [], values: [0]))
        let loaded = try network.weighted(.file(try scratch.write(layers)), taps: ["stem_activation"])
        #expect(loaded.kerasLayers == seeded.kerasLayers)
    }

    @Test func aMissingLayerIsAnError() throws {
        let layers = try network.weighted().kerasLayers.filter { $0.name != "conv_pw_5" }
        let expected = NetworksError.missingTensor(
            file: scratch.path("weights.h5"), tensor: "conv_pw_5/kernel",
            shape: [1, 1, 25, 25])
        #expect(throws: expected) { try load(layers) }
        #expect(expected.kind == .badData)
        #expect(expected.sentence.contains("conv_pw_5/kernel of shape [1, 1, 25, 25] is missing"))
    }

    /// What stands on top of a network that somebody saved whole.
    @Test func aClassifierOnTopIsLeftAside() throws {
        let seeded = try network.weighted()
        let head = [
            KerasLayerWeights(
                name: "predictions",
                tensors: [
                    NamedTensor(name: "kernel", shape: [4, 3], values: [Float](repeating: 1, count: 12)),
                    NamedTensor(name: "bias", shape: [3], values: [0, 0, 0]),
                ]),
            KerasLayerWeights(
                name: "conv_preds",
                tensors: [NamedTensor(name: "kernel", shape: [1, 1, 4, 3], values: [Float](repeating: 1, count: 12))]),
        ]
        let loaded = try load(seeded.kerasLayers + head)
        #expect(loaded.kerasLayers == seeded.kerasLayers)
        #expect(loaded.leftAside == ["conv_preds", "predictions"] && seeded.leftAside.isEmpty)
    }

    /// One change to the layer of the given name, and the error that it gives.
    struct Spoiling: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var layer = "conv1"
        let change: @Sendable (inout KerasLayerWeights) -> Void
        let error: @Sendable (_ file: String) -> NetworksError
    }

    private static let spoilings = [
        Spoiling(testDescription: "missing tensor", layer: "conv_dw_2_bn") {
            $0.tensors.removeLast()
        } error: {
            .missingTensor(file: $0, tensor: "conv_dw_2_bn/moving_variance", shape: [6])
        },
        Spoiling(testDescription: "wrong shape") {
            $0.tensors[0] = .init(name: "kernel", shape: [3, 3, 1, 9], values: [Float](repeating: 1, count: 81))
        } error: {
            .tensorShape(
                file: $0, tensor: "conv1/kernel", found: [3, 3, 1, 9],
                expected: [3, 3, 3, 3])
        },
        Spoiling(testDescription: "shape without the last side") {
            $0.tensors[0].shape = [9, 9]
        } error: {
            .tensorShape(
                file: $0, tensor: "conv1/kernel", found: [9, 9], expected: [3, 3, 3, 3])
        },
        Spoiling(testDescription: "NaN", layer: "conv_pw_13") {
            $0.tensors[0].values[17] = .nan
        } error: {
            .nonFiniteTensor(file: $0, tensor: "conv_pw_13/kernel")
        },
        Spoiling(testDescription: "infinity", layer: "conv1_bn") {
            $0.tensors[3].values[0] = -.infinity
        } error: {
            .nonFiniteTensor(file: $0, tensor: "conv1_bn/moving_variance")
        },
        Spoiling(testDescription: "negative variance", layer: "conv1_bn") {
            $0.tensors[3].values[1] = -0.5
        } error: {
            .negativeVariance(file: $0, tensor: "conv1_bn/moving_variance", value: -0.5)
        },
        Spoiling(testDescription: "unexpected tensor") {
            $0.tensors.append(.init(name: "bias", shape: [3], values: [0, 0, 0]))
        } error: {
            .unknownTensor(file: $0, layer: "conv1", tensor: "bias", expected: ["kernel"])
        },
        Spoiling(testDescription: "unknown layer") {
            $0.name = "conv1_bm"
        } error: {
            .unknownLayer(
                file: $0, layer: "conv1_bm", network: "mobilenet-v1@0.1",
                near: ["conv1_bn", "conv1", "conv1_relu", "conv_dw_1", "conv_dw_10"])
        },
        Spoiling(testDescription: "a numbered layer that the network has not") {
            $0.name = "conv2d_3"
        } error: {
            .layerCount(file: $0, family: "conv2d", found: 1, expected: 0, network: "mobilenet-v1@0.1")
        },
    ]

    @Test(arguments: spoilings)
    func aSpoiltFileGivesItsError(_ spoiling: Spoiling) throws {
        var layers = try network.weighted().kerasLayers
        spoiling.change(&layers[try #require(layers.firstIndex { $0.name == spoiling.layer })])
        let error = #expect(throws: NetworksError.self) { try load(layers) }
        #expect(error == spoiling.error(scratch.path("weights.h5")))
        #expect(error?.sentence.hasPrefix("\(scratch.path("weights.h5")): ") == true)
    }

    @Test func aFileThatIsNotThereIsAnError() {
        #expect(throws: StorageError.self) { try network.weighted(.file(scratch.path("nothing.h5"))) }
    }
}
