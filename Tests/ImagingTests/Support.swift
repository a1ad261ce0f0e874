import Foundation
import Imaging
import Matrices
import TestSupport

extension Scratch {
    /// Writes bytes, and gives the path.
    func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String { try write(bytes, to: name) }
}

/// A smooth picture with a little noise, so that it compresses like a photograph.
func somePicture(width: Int, height: Int, seed: UInt64 = 1) -> Picture {
    var stream = RandomStream(seed: seed, name: "picture")
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            for band in 0..<3 {
                let wave = 128 + 90 * sin(Double(x * (band + 1)) / 17 + Double(y) / 11)
                pixels.append(UInt8(wave + stream.uniform(in: -8...8)))
            }
        }
    }
    return Picture(width: width, height: height, pixels: pixels)
}
