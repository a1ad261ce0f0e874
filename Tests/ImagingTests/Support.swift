import Foundation
import Imaging
import Matrices

/// A folder that is removed with its content when the test is done.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "kalon-imaging-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

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
