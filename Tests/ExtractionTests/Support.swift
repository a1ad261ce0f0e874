import Files
import Foundation
import Imaging
import Inference
import Networks

/// A picture of waves that depend on `number`.
func wavyPicture(width: Int, height: Int, number: Int) -> Picture {
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            for channel in 0..<3 {
                let phase = Double(x * (channel + 1)) / Double(5 + number) + Double(y) / 7
                pixels.append(UInt8(128 + 100 * sin(phase)))
            }
        }
    }
    return Picture(width: width, height: height, pixels: pixels)
}

let testProvenance = Provenance(
    command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "a machine",
    threads: 1)

/// A network of 102 columns that takes pictures of 40 x 40 pixels.
func smallExtractor(seed: UInt64 = 1, crops: Bool = false) throws -> FeatureExtractor {
    var request = ExtractorRequest(network: .mobileNetV1(width: 0.1), weights: .seeded(seed))
    request.side = 40
    request.fit = crops ? .crop : nil
    return try FeatureExtractor(request, threads: 1, cache: nil)
}
