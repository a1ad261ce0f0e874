import Foundation
import Graphs
import Imaging
import Inference
import Networks

/// Adds a network to those that Kalon knows, and writes what it makes of photographs: `AddNetwork a.jpg b.jpg`.
@main
struct AddNetwork {
    /// Three convolutions, named as Keras would name them.
    ///
    /// The weights are random; a file in Keras' layout can take their place.
    static let tiny = Network(
        name: "tiny", standardTaps: ["block*_relu"], geometry: .border(side: 64), values: .unit, twin: .keras
    ) { _ throws(GraphError) in
        var (builder, x) = GraphBuilder.starting()
        for (number, filters) in zip(1..., [16, 32, 64]) {
            x = builder.convolution(x, filters: filters, kernel: Extent(3), stride: 2, name: "block\(number)_conv")
            x = builder.batchNormalisation(x, name: "block\(number)_bn")
            x = builder.activation(x, .relu, name: "block\(number)_relu")
        }
        return try builder.graph()
    }

    static func main() throws {
        let extractor = try FeatureExtractor(ExtractorRequest(network: tiny, weights: .seeded(1)), threads: 2, cache: nil)
        for path in CommandLine.arguments.dropFirst() {
            let picture = try PictureDecoder().decode(path: path)
            let features = try extractor.features(of: extractor.configuration.input.tensor(from: picture))
            print("\(path): \(features.count) features, the first \(features[0])")
        }
        try WeightedNetwork(tiny, taps: nil, weights: .seeded(1), downsampling: .keras).onnx()
            .write(to: URL(fileURLWithPath: "tiny.onnx"))
    }
}
