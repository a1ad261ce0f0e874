import Foundation
import Imaging
import Inference
import Matrices
import Networks
import Reference

/// The input that pixels of the given bytes make.
func imageTensor(width: Int, height: Int, bytes: [Float], _ pixels: PixelValues) -> ImageTensor {
    var values: [Float] = []
    for pixel in stride(from: 0, to: bytes.count, by: 3) {
        let (first, second, third) = pixels.values(
            red: bytes[pixel], green: bytes[pixel + 1], blue: bytes[pixel + 2])
        values += [first, second, third]
    }
    return ImageTensor(width: width, height: height, values: values)
}

/// A picture with edges, gradients and some noise, as the network takes it.
func somePicture(width: Int, height: Int, values pixels: PixelValues = .unit) -> ImageTensor {
    var stream = RandomStream(seed: 1, name: "picture \(width) \(height)")
    var colours: [Float] = []
    for row in 0..<height {
        for column in 0..<width {
            for channel in 0..<3 {
                let bands = Double((row / 9 + column / 13 + channel) % 4) / 5
                let value = Float(bands + 0.15 * Double(column) / Double(width) + stream.uniform(in: 0...0.2))
                colours.append(value)
            }
        }
    }
    return imageTensor(width: width, height: height, bytes: colours.map { 255 * $0 }, pixels)
}

/// The engine on a network, in float32 unless asked otherwise.
func engine(_ network: WeightedNetwork, precision: Precision = .float32) throws -> InferenceEngine {
    try InferenceEngine(
        model: EngineModel(onnx: network.onnx()), columns: network.columns,
        EngineSettings(precision: precision, threads: 2, pictures: 2))
}

/// The picture as plain loops take it.
func maps(of picture: ImageTensor) -> FeatureMaps {
    let plane = picture.width * picture.height
    let channels = (0..<3 * plane).map { picture.values[$0 % plane * 3 + $0 / plane] }
    return FeatureMaps(channels: 3, pictures: 1, height: picture.height, width: picture.width, values: channels)
}

/// The features by plain loops.
func interpreted(_ network: WeightedNetwork, _ picture: ImageTensor) -> [Float] {
    GraphInterpreter.run(network.model, on: [maps(of: picture)]).flatMap(\.values)
}
