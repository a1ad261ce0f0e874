import Concurrency
import LinearAlgebra
import Matrices

/// Dropout in training: a fresh mask for every batch, drawn from a stream that is renewed every epoch.
final class DropoutKernel: Kernel {
    /// The node's name, which streams of random numbers are drawn for.
    let name: String
    private let source: Slot
    private let result: Slot
    private let width: Int
    private let rate: Double
    private let mask: FloatBuffer
    private var stream: RandomStream
    private let team: WorkTeam
    private let mode: PlanMode

    /// Elements that one thread takes at a time; an even number, as two come from one random number.
    private static let blockCount = 16_384

    init(_ name: String, from source: Slot, to result: Slot, rate: Double, mode: PlanMode, batchSize: Int, team: WorkTeam) {
        self.name = name
        (self.source, self.result) = (source, result)
        width = source.width
        self.rate = rate
        self.team = team
        self.mode = mode
        stream = RandomStream(seed: 0, name: name)
        mask = FloatBuffer(count: batchSize * source.width)
    }

    func renew(stream: RandomStream) {
        self.stream = stream
    }

    func forward(rows: Int) {
        guard mode.isTraining else { return result.target.update(from: source.values, count: rows * width) }
        let (start, mask, input, output) = (stream, mask.pointer, source.values, result.target)
        forEachBlock(of: rows * width) { first, count in
            var stream = start
            stream.skip(UInt64(first / 2))
            drawMask(from: &stream, into: mask + first, count: count)
            Self.multiply(input + first, by: mask + first, into: output + first, count: count)
        }
        stream.skip(UInt64((rows * width + 1) / 2))
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let (gradient, mask) = (result.gradientTarget, mask.pointer)
        source.addGradient(rows: rows) { inputGradient in
            guard mode.isTraining else { return inputGradient.update(from: gradient, count: rows * width) }
            forEachBlock(of: rows * width) { first, count in
                Self.multiply(gradient + first, by: mask + first, into: inputGradient + first, count: count)
            }
        }
    }

    private func forEachBlock(of count: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
        let size = Self.blockCount
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: count), team: team) { block, _ in
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
