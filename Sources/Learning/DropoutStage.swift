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

    init(rate: Double, width: Int, batchSize: Int, stream: RandomStream) {
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
        let count = rows * width
        drawMask(count: count)
        Self.multiply(input, by: mask.pointer, into: output.pointer, count: count)
    }

    func backward(
        _ input: UnsafePointer<Float>, rows: Int, inputGradient: UnsafeMutablePointer<Float>?, firstTensor: Int,
        consumer: any GradientConsumer
    ) {
        guard let inputGradient else { return }
        Self.multiply(gradient.pointer, by: mask.pointer, into: inputGradient, count: rows * width)
    }

    /// 0 with probability `rate`, otherwise 1 / (1 - rate); two elements from every random number, 32 bits each.
    private func drawMask(count: Int) {
        let threshold = UInt32(rate * 0x1p32)
        let kept = Float(1 / (1 - rate))
        let mask = mask.pointer
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
