import LinearAlgebra
import Matrices

/// A dense layer in training.
final class DenseStage: TrainingStage {
    let output: FloatBuffer
    let gradient: FloatBuffer
    private var kernel: Matrix
    private var bias: [Float]
    private let activation: Activation
    private let biasGradient: FloatBuffer
    private let kernelGradient: FloatBuffer
    private let blockRows: Int

    /// Elements of a kernel's gradient that are computed and consumed at a time: 2 MiB, which stays in the cache.
    private static let blockCount = 524_288

    init(kernel: Matrix, bias: [Float], activation: Activation, batchSize: Int) {
        self.kernel = kernel
        self.bias = bias
        self.activation = activation
        output = FloatBuffer(count: batchSize * kernel.columns)
        gradient = FloatBuffer(count: batchSize * kernel.columns)
        biasGradient = FloatBuffer(count: kernel.columns)
        blockRows = min(kernel.rows, max(1, Self.blockCount / kernel.columns))
        kernelGradient = FloatBuffer(count: blockRows * kernel.columns)
    }

    var tensorCounts: [Int] { [kernel.rows * kernel.columns, kernel.columns] }
    var parameters: LayerParameters { .dense(kernel: kernel, bias: bias) }

    func forward(_ input: UnsafePointer<Float>, rows: Int) {
        Self.forward(
            input, rows: rows, kernel: kernel, bias: bias, activation: activation, into: output.pointer)
    }

    /// `activation(input kernel + bias)`, softmax excepted; the same in training and afterwards.
    static func forward(
        _ input: UnsafePointer<Float>, rows: Int, kernel: Matrix, bias: [Float], activation: Activation,
        into output: UnsafeMutablePointer<Float>
    ) {
        let (inputs, units) = (kernel.rows, kernel.columns)
        kernel.withUnsafeBufferPointer { kernel in
            guard let kernel = kernel.baseAddress else { return }
            multiply(
                m: rows, n: units, k: inputs, input, aStride: inputs, .asStored, kernel, bStride: units, .asStored,
                into: output, cStride: units)
        }
        bias.withUnsafeBufferPointer { bias in
            guard let bias = bias.baseAddress else { return }
            ColumnPasses.addBias(bias, activation: activation, to: output, rows: rows, columns: units)
        }
    }

    func backward(
        _ input: UnsafePointer<Float>, rows: Int, inputGradient: UnsafeMutablePointer<Float>?, firstTensor: Int,
        consumer: any GradientConsumer
    ) {
        let (inputs, units) = (kernel.rows, kernel.columns)
        if activation == .relu { keepGradientWherePositive(count: rows * units) }
        if let inputGradient {
            // Before the kernel changes below.
            kernel.withUnsafeBufferPointer { kernel in
                guard let kernel = kernel.baseAddress else { return }
                multiply(
                    m: rows, n: inputs, k: units, gradient.pointer, aStride: units, .asStored, kernel, bStride: units,
                    .transposed, into: inputGradient, cStride: inputs)
            }
        }
        consumeKernelGradient(input, rows: rows, tensor: firstTensor, consumer: consumer)
        ColumnPasses.sum(gradient.pointer, rows: rows, columns: units, into: biasGradient.pointer)
        bias.withUnsafeMutableBufferPointer { bias in
            guard let bias = bias.baseAddress else { return }
            consumer.consume(
                tensor: firstTensor + 1, offset: 0,
                gradient: UnsafeBufferPointer(start: biasGradient.pointer, count: units), parameters: bias)
        }
    }

    private func keepGradientWherePositive(count: Int) {
        let output = UnsafePointer(output.pointer)
        let gradient = gradient.pointer
        for index in 0..<count { gradient[index] = output[index] > 0 ? gradient[index] : 0 }
    }

    /// `inputᵀ gradient`, a block of kernel rows at a time, each handed on before the next is computed.
    private func consumeKernelGradient(
        _ input: UnsafePointer<Float>, rows: Int, tensor: Int, consumer: any GradientConsumer
    ) {
        let (inputs, units) = (kernel.rows, kernel.columns)
        kernel.withUnsafeMutableBufferPointer { kernel in
            guard let kernel = kernel.baseAddress else { return }
            for start in stride(from: 0, to: inputs, by: blockRows) {
                let count = min(blockRows, inputs - start)
                multiply(
                    m: count, n: units, k: rows, input + start, aStride: inputs, .transposed,
                    gradient.pointer, bStride: units, .asStored, into: kernelGradient.pointer, cStride: units)
                consumer.consume(
                    tensor: tensor, offset: start * units,
                    gradient: UnsafeBufferPointer(start: kernelGradient.pointer, count: count * units),
                    parameters: kernel + start * units)
            }
        }
    }
}
