/// The inputs of some photographs, one below the other.
public struct PhotographBatch: Sendable, Equatable {
    /// The width of every input in pixels.
    public let width: Int
    /// The height of every input in pixels.
    public let height: Int
    /// The number of the photograph of each row, from 0, in the list that the batches are made from.
    public let photographs: [Int]
    /// `[rows, height, width, 3]`: red, green and blue of each pixel, row by row; `withUnsafeBufferPointer` copies nothing.
    public let pixels: [UInt8]

    /// The number of inputs, at least 1.
    public var rows: Int { photographs.count }

    /// Puts inputs, of which there is at least one, one below the other.
    init(width: Int, height: Int, _ inputs: [PhotographInput]) {
        self.width = width
        self.height = height
        photographs = inputs.map(\.photograph)
        let bytes = width * height * 3
        pixels = [UInt8](unsafeUninitializedCapacity: inputs.count * bytes) { target, count in
            for input in inputs {
                precondition(input.pixels.count == bytes, "\(input.pixels.count) bytes are not \(width) x \(height) pixels")
                input.pixels.withUnsafeBufferPointer { source in
                    guard let source = source.baseAddress, let target = target.baseAddress else { return }
                    (target + count).initialize(from: source, count: bytes)
                }
                count += bytes
            }
        }
    }
}

/// The input that was made from a photograph.
struct PhotographInput: Sendable {
    /// The number of the photograph.
    let photograph: Int
    /// `[height, width, 3]`.
    let pixels: [UInt8]
}
