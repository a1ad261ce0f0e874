import Foundation
import Imaging
import Inference
import Networks
import TestSupport
import Testing

/// Features by Keras and torchvision, written down: see Tests/Fixtures/networks.
private struct Golden: Decodable {
    struct Case: Decodable {
        let network: String
        let padding: EfficientNet.Downsampling?
        let width, height, columns: Int
        let largest: Float
        let step: Int
        let values: [Float]
    }

    let seed: UInt64
    let cases: [Case]

    static func read(_ twin: String) throws -> Golden {
        try Fixture.json("networks/golden-\(twin).json")
    }
}

/// The picture of `pictures.py`, as the network takes it.
private func picture(width: Int, height: Int, values pixels: PixelValues) -> ImageTensor {
    var bytes: [Float] = []
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<3 {
                let checks = 53 * ((x / 16 + y / 12 + c) % 3)
                let ramp = (x * (2 + c) + y * (4 - c)) / 3
                bytes.append(Float((checks + ramp + x * y / (60 + 7 * c)) % 256))
            }
        }
    }
    return imageTensor(width: width, height: height, bytes: bytes, pixels)
}

@Suite struct GoldenFeaturesTests {
    @Test(arguments: [
        ("multigap", EfficientNet.Downsampling.keras), ("efficientnet-b0", .keras), ("efficientnet-b0", .same),
        ("efficientnet-b7", .keras), ("mobilenet-v1", .keras), ("mobilenet-v2", .keras), ("mobilenet-v2", .same),
        ("inception-v3", .keras), ("resnet-50", .keras), ("vgg16", .keras),
    ])
    func featuresAreThoseOfKeras(name: String, padding: EfficientNet.Downsampling) throws {
        try expectFeatures(of: name, twin: "keras", padding: padding)
    }

    @Test(arguments: [
        "inception-v1", "resnet-18", "resnet-50-v1.5", "shufflenet-v2@0.5", "shufflenet-v2", "shufflenet-v2@1.5",
        "shufflenet-v2@2.0",
    ])
    func featuresAreThoseOfTorchvision(name: String) throws {
        try expectFeatures(of: name, twin: "torchvision", padding: nil)
    }

    @Test(arguments: ["efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2"])
    func featuresAreThoseOfOtherModulesOfPyTorch(name: String) throws {
        try expectFeatures(of: name, twin: "pytorch", padding: nil)
    }

    /// The weights come from a file, because seeded biases are 0.
    @Test(arguments: ["shufflenet-v2-student", "shufflenet-v2-student-shuffled"])
    func featuresAreThoseOfTheStudent(name: String) throws {
        try expectFeatures(
            of: name, twin: "pytorch", padding: nil, weights: .file(Fixture.path("networks/student.pth")))
    }

    private func expectFeatures(
        of name: String, twin: String, padding: EfficientNet.Downsampling?, weights: WeightsReference? = nil
    ) throws {
        let golden = try Golden.read(twin)
        let cases = golden.cases.filter { $0.network == name && $0.padding == padding }
        #expect(cases.count == 2)
        let network = try WeightedNetwork(
            try Network(named: name), taps: nil, weights: weights ?? .seeded(golden.seed), downsampling: padding ?? .keras)
        let engine = try engine(network)
        for golden in cases {
            let input = picture(width: golden.width, height: golden.height, values: network.network.values)
            let features = try engine.features(of: input)
            #expect(features.count == golden.columns)
            let kept = stride(from: 0, to: features.count, by: golden.step).map { features[$0] }
            let largest = features.reduce(0) { max($0, abs($1)) }
            #expect(abs(largest / golden.largest - 1) <= 1e-4, "the largest value is \(largest)")
            expectClose(
                kept, golden.values, tolerance: 1e-4, scale: .of(Double(golden.largest)), "\(golden.width) x \(golden.height)")
        }
    }
}
