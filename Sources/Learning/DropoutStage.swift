import LinearAlgebra
import Matrices

/// Dropout in training: a fresh mask for every batch, drawn from a stream that is renewed every epoch.
final class DropoutStage: TrainingStage {
    let output: FloatBuffer
    let gradient: FloatBuffer
    let tensorCounts: [Int] = []
    let parameters = LayerParameters.dropout
    private let width: Int
    private let rate: Double
    private let mask: FloatBuffer
    private var stream: RandomStream
    private let workers: Int

    /// Elements that one thread takes at a time; an even number, as two come from one random number.
    private static let blockCount = 16_384

    init(rate: Double, width: Int, batchSize: Int, stream: RandomStream, workers: Int) {
        self.workers = workers
        self.rate = rate
        self.width = width
        self.stream = stream
        output = FloatBuffer(count: batchSize * width)
        gradient = FloatBuffer(count: batchSize * width)
        mask = FloatBuffer(count: batchSize * width)
    }

    func renew(stream: RandomStream) {
        self.stream = stream
    }

    func forward(_ input: UnsafePointer<Float>, rows: Int) {
        let (start, mask, output) = (stream, mask.pointer, output.pointer)
        forEachBlock(of: rows * width) { first, count in
            var stream = start
            stream.skip(UInt64(first / 2))
            drawMask(from: &stream, into: mask + first, count: count)
            Self.multiply(input + first, by: mask + first, into: output + first, count: count)
        }
        stream.skip(UInt64((rows * width + 1) / 2))
    }

    func backward(
        _ input: UnsafePointer<Float>, rows: Int, inputGradient: UnsafeMutablePointer<Float>?, firstTensor: Int,
        consumer: any GradientConsumer
    ) {
        guard let inputGradient else { return }
        let (gradient, mask) = (gradient.pointer, mask.pointer)
        forEachBlock(of: rows * width) { first, count in
            Self.multiply(gradient + first, by: mask + first, into: inputGradient + first, count: count)
        }
    }

    private func forEachBlock(of count: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
        let size = Self.blockCount
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: count), workers: workers) { block, _ in
            body(block * size, min(size, count - block * size))
        }
    }

    /// 0 with probability `rate`, otherwise 1 / (1 - rate); two elements from every random number, 32 bits each.
    private func drawMask(from stream: inout RandomStream, into mask: UnsafeMutablePointer<Float>, count: Int) {
        let threshold = UInt32(rate * 0x1p32)
        let kept = Float(1 / (1 - rate))
        var index = 0
        while index < count {
            let bits = stream.next()
            mask[index] = UInt32(truncatingIfNeeded: bits) < threshold ? 0 : kept
            if index + 1 < count { mask[index + 1] = UInt32(truncatingIfNeeded: bits >> 32) < threshold ? 0 : kept }
            index += 2
        }
    }

    private static func multiply(
        _ values: UnsafePointer<Float>, by factors: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        for index in 0..<count { result[index] = values[index] * factors[index] }
    }
}
