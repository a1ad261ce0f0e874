import Matrices

/// What a normalisation keeps for each channel.
final class ChannelNumbers {
    let centre: FloatBuffer
    let scale: FloatBuffer
    let shift: FloatBuffer
    /// 1 / sqrt(variance + epsilon).
    let inverseDeviation: FloatBuffer
    /// Of the gradient: its mean, and the factor of `x - centre`.
    let mean: FloatBuffer
    let factor: FloatBuffer
    let scaleGradient: FloatBuffer
    let shiftGradient: FloatBuffer

    init(channels: Int) {
        func numbers() -> FloatBuffer { FloatBuffer(count: channels) }
        (centre, scale, shift, inverseDeviation) = (numbers(), numbers(), numbers(), numbers())
        (mean, factor, scaleGradient, shiftGradient) = (numbers(), numbers(), numbers(), numbers())
    }
}

/// Three sums a channel in double precision.
final class ChannelSums {
    private let buffer: WorkBuffer<Double>
    let first: UnsafeMutablePointer<Double>
    let second: UnsafeMutablePointer<Double>
    let third: UnsafeMutablePointer<Double>

    init(channels: Int) {
        buffer = WorkBuffer(count: 3 * channels, repeating: 0)
        (first, second, third) = (buffer.pointer, buffer.pointer + channels, buffer.pointer + 2 * channels)
    }

    func clear() { buffer.pointer.update(repeating: 0, count: buffer.count) }
}
