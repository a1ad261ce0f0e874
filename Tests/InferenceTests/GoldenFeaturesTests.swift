import Foundation
import Imaging
import Inference
import Networks
import TestSupport
import Testing

/// Features by Keras, written down: see Tests/Fixtures/networks.
private struct Golden: Decodable {
    struct Case: Decodable {
        let network: String
        let padding: EfficientNet.Downsampling
        let width, height, columns: Int
        let largest: Float
        let step: Int
        let values: [Float]
    }

    let seed: UInt64
    let cases: [Case]

    static func read() throws -> Golden {
        try Fixture.json("networks/golden.json")
    }
}

/// The picture of `generate.py`, in the range of the network.
private func picture(width: Int, height: Int, range: Network.InputRange) -> ImageTensor {
    var values: [Float] = []
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<3 {
                let checks = 53 * ((x / 16 + y / 12 + c) % 3)
                let ramp = (x * (2 + c) + y * (4 - c)) / 3
                let byte = Float((checks + ramp + x * y / (60 + 7 * c)) % 256)
                values.append(range == .zeroToOne ? byte / 255 : byte / 127.5 - 1)
            }
        }
    }
    return ImageTensor(width: width, height: height, values: values)
}

@Suite struct GoldenFeaturesTests {
    @Test(arguments: [
        ("multigap", EfficientNet.Downsampling.keras), ("efficientnet-b0", .keras), ("efficientnet-b0", .same),
        ("efficientnet-b7", .keras), ("mobilenet-v1", .keras),
    ])
    func featuresAreThoseOfKeras(name: String, padding: EfficientNet.Downsampling) throws {
        let golden = try Golden.read()
        let cases = golden.cases.filter { $0.network == name && $0.padding == padding }
        #expect(cases.count == 2)
        let network = try WeightedNetwork(
            try Network(named: name), taps: nil, weights: .seeded(golden.seed), downsampling: padding)
        let engine = try engine(network)
        for golden in cases {
            let input = picture(width: golden.width, height: golden.height, range: network.network.inputRange)
            let features = try engine.features(of: input)
            #expect(features.count == golden.columns)
            let kept = stride(from: 0, to: features.count, by: golden.step).map { features[$0] }
            let largest = features.reduce(0) { max($0, abs($1)) }
            #expect(abs(largest / golden.largest - 1) <= 1e-4, "the largest value is \(largest)")
            expectClose(
                kept, golden.values, tolerance: 1e-4, scale: golden.largest, "\(golden.width) x \(golden.height)")
        }
    }
}
