import Files
import ForeignFormats
import Foundation
import Imaging
import Inference
import Networks
import Testing

/// A request for a network that is made in a moment.
private func smallRequest(seed: UInt64 = 1) -> ExtractorRequest {
    var request = ExtractorRequest(network: .mobileNetV1(width: 0.1), weights: .seeded(seed))
    request.side = 40
    request.taps = ["conv_pw_13_relu", "conv_pw_2_relu"]
    return request
}

@Suite struct FeatureExtractorTests {
    @Test func aConfigurationSaysWhatWasAskedFor() throws {
        var request = smallRequest(seed: 5)
        request.fit = .crop
        request.values = .byte
        let configuration = try FeatureExtractor(request, threads: 1, cache: nil).configuration
        #expect(configuration.network == "mobilenet-v1@0.1")
        #expect(configuration.taps == ["conv_pw_13_relu", "conv_pw_2_relu"])
        #expect(configuration.tapWidths == [102, 12])
        #expect(configuration.columns == 114)
        #expect(configuration.weights == "seeded:5" && configuration.weightsDigest == "seeded:5")
        #expect(configuration.input == InputDescription(geometry: .crop(side: 40), values: .byte, orientation: .applied))
        #expect(configuration.precision == .float32)
    }

    @Test func configurationsAreReadAsTheyWereWritten() throws {
        var other = smallRequest(seed: .max)
        other.precision = .bfloat16
        other.downsampling = .same
        let configurations = try [smallRequest(), other].map { try FeatureExtractor($0, threads: 1, cache: nil).configuration }
        let json = try ExtractorConfiguration.json(configurations)
        #expect(try ExtractorConfiguration.list(json: json) == configurations)
        #expect(try ExtractorConfiguration.json(ExtractorConfiguration.list(json: json)) == json)
        #expect(!json.contains("\n"))
    }

    @Test(arguments: ["", "{}", "[{}]", "[1]", #"[{"network":"multigap"}]"#])
    func aDescriptionThatIsNoneIsAnError(json: String) {
        let error = #expect(throws: InferenceError.self) { try ExtractorConfiguration.list(json: json) }
        #expect(error?.kind == .badData)
    }

    @Test func anExtractorMadeFromItsConfigurationGivesTheSameFeatures() throws {
        let first = try FeatureExtractor(smallRequest(seed: 2), threads: 1, cache: nil)
        let second = try FeatureExtractor(first.configuration, weights: nil, threads: 1, cache: nil)
        #expect(second.configuration == first.configuration)
        let picture = somePicture(width: 40, height: 40)
        #expect(try second.features(of: picture) == first.features(of: picture))
    }

    @Test func otherWeightsThanTheFeaturesWereMadeWithAreAnError() throws {
        let configuration = try FeatureExtractor(smallRequest(seed: 2), threads: 1, cache: nil).configuration
        let expected = InferenceError.weightsChanged(reference: "seeded:3", found: "seeded:3", expected: "seeded:2")
        #expect(throws: expected) { try FeatureExtractor(configuration, weights: .seeded(3), threads: 1, cache: nil) }
        #expect(expected.kind == .badData)
    }

    @Test func weightsOfAFileMayMoveButNotChange() throws {
        let folder = NSTemporaryDirectory() + "kalon-inference-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(seed: UInt64, to name: String) throws -> WeightsReference {
            let network = try WeightedNetwork(
                .mobileNetV1(width: 0.1), taps: nil, weights: .seeded(seed), downsampling: .keras)
            let layers = network.layers.map { layer in
                KerasLayerWeights(
                    name: layer.name,
                    tensors: layer.tensors.map { .init(name: $0.role.rawValue, shape: $0.shape, values: $0.values) })
            }
            let provenance = Provenance(
                command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: seed,
                machine: "",
                threads: 1)
            try KerasWeightFile.write(to: "\(folder)/\(name)", layers: layers, provenance: provenance)
            return .file("\(folder)/\(name)")
        }
        var request = smallRequest()
        request.source = .network(.mobileNetV1(width: 0.1), weights: try write(seed: 1, to: "first.h5"))
        let first = try FeatureExtractor(request, threads: 1, cache: nil)
        let moved = try FeatureExtractor(first.configuration, weights: try write(seed: 1, to: "moved.h5"), threads: 1, cache: nil)
        #expect(moved.configuration.describesSameFeatures(as: first.configuration))
        #expect(moved.configuration != first.configuration)
        let changed = try write(seed: 2, to: "first.h5")
        let error = #expect(throws: InferenceError.self) {
            try FeatureExtractor(first.configuration, weights: nil, threads: 1, cache: nil)
        }
        let digest = try FileDigest.sha256(of: changed.description)
        #expect(
            error
                == .weightsChanged(
                    reference: changed.description, found: digest, expected: first.configuration.weightsDigest))
    }

    @Test func precisionAloneMeansTheSameFeatures() throws {
        let base = try FeatureExtractor(smallRequest(), threads: 1, cache: nil).configuration
        var request = smallRequest()
        request.precision = .bfloat16
        #expect(base.describesSameFeatures(as: try FeatureExtractor(request, threads: 1, cache: nil).configuration))
        let changes: [(String, (inout ExtractorRequest) -> Void)] = [
            ("seed", { $0.source = .network(.mobileNetV1(width: 0.1), weights: .seeded(2)) }),
            ("taps", { $0.taps?.reverse() }), ("side", { $0.side = 41 }),
            ("values", { $0.values = .unit }), ("padding", { $0.downsampling = .same }),
            ("network", { $0.source = .network(.mobileNetV1(width: 0.11), weights: .seeded(1)) }),
        ]
        for (name, change) in changes {
            var request = smallRequest()
            change(&request)
            let other = try FeatureExtractor(request, threads: 1, cache: nil).configuration
            #expect(!base.describesSameFeatures(as: other), "\(name)")
        }
    }
}

@Suite struct ExtractorRequestTests {
    @Test(arguments: [
        ("multigap", Geometry.longestSide(maximum: 996, enlarge: false), PixelValues.unit),
        ("efficientnet-b0", .border(side: 224), .unit), ("efficientnet-b7", .border(side: 600), .unit),
        ("mobilenet-v1", .border(side: 224), .signed), ("inception-v3", .border(side: 299), .signed),
        ("vgg16", .border(side: 224), .caffe),
    ])
    func theInputIsTheNetworksOwnUnlessAskedOtherwise(name: String, geometry: Geometry, values: PixelValues) throws {
        let network = try Network(named: name)
        var request = ExtractorRequest(network: network, weights: .seeded(1))
        #expect(
            try request.inputDescription(of: network)
                == InputDescription(geometry: geometry, values: values, orientation: .applied))
        request.fit = .crop
        request.side = 128
        request.values = .byte
        #expect(
            try request.inputDescription(of: network)
                == InputDescription(geometry: .crop(side: 128), values: .byte, orientation: .applied))
    }

    /// torchvision's networks see the middle of a picture that was a little larger, whatever the side.
    @Test func aStandardThatCutsKeepsItsProportion() throws {
        var request = ExtractorRequest(network: .resNet18, weights: .seeded(1))
        let standard = InputDescription(
            geometry: .resizedCrop(shorterSide: 256, side: 224), values: .imagenet, orientation: .applied,
            resampling: .antialiasedBilinear)
        #expect(try request.inputDescription(of: .resNet18) == standard)
        request.fit = .crop
        #expect(try request.inputDescription(of: .resNet18) == standard)
        request.side = 112
        #expect(try request.inputDescription(of: .resNet18).geometry == .resizedCrop(shorterSide: 128, side: 112))
        request.shorterSide = 200
        #expect(try request.inputDescription(of: .resNet18).geometry == .resizedCrop(shorterSide: 200, side: 112))
    }

    @Test(arguments: [-1, 0, 31, 8193])
    func aSideOutOfRangeIsAnError(side: Int) {
        var request = ExtractorRequest(network: .multiGAP, weights: .seeded(1))
        request.side = side
        #expect(throws: InferenceError.invalidSide(side)) { try request.inputDescription(of: .multiGAP) }
    }

    @Test func precisionsAreKnownByName() throws {
        #expect(try Precision(named: "bfloat16") == .bfloat16)
        let error = #expect(throws: InferenceError.self) { try Precision(named: "float16") }
        #expect(error == .unknownPrecision("float16"))
        #expect(error?.sentence.contains("float32, bfloat16") == true)
    }
}
