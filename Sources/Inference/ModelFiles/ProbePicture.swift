import Imaging
import Matrices

/// Pictures of noise on which a network is tried once before it is compiled: of the whole range, dark, and bright.
enum ProbePicture {
    private static let ranges: [ClosedRange<UInt8>] = [0...255, 0...63, 192...255]

    /// The pictures as inputs of the network.
    ///
    /// - Throws: `ImagingError` for a geometry that leaves no pixel.
    static func tensors(for input: InputDescription) throws -> [ImageTensor] {
        try ranges.enumerated().map { index, range in
            var stream = RandomStream(seed: UInt64(index), name: "probe")
            let values = (0..<side * side * 3).map { _ in UInt8.random(in: range, using: &stream) }
            return try input.tensor(from: Picture(width: side, height: side, pixels: values))
        }
    }

    /// The side of the pictures, in pixels, before they are prepared.
    private static let side = 256
}
