import LinearAlgebra
import Matrices

/// A dense layer in training.
///
/// Products are computed block by block, each block on one thread: a result depends on the blocks, which follow from
/// the shapes, and not on the number of threads.
final class DenseStage: TrainingStage {
    let output: FloatBuffer
    let gradient: FloatBuffer
    private let inputs: Int
    private let units: Int
    /// `[inputs, units]`
    private let kernel: FloatBuffer
    private let bias: FloatBuffer
    private let activation: Activation
    private let workers: Int
    private let biasGradient: FloatBuffer
    /// One block of the kernel's gradient a worker.
    private let kernelGradient: FloatBuffer
    private let blockRows: Int
    private let rounded: RoundedFactors?
    /// What the activation was applied to, where its slope follows from that.
    private let sums: FloatBuffer?

    /// Elements of a kernel's gradient that are computed and consumed at a time: 512 KiB, which stay in the cache.
    private static let blockCount = 131_072
    /// Columns of a product that one thread computes at a time.
    private static let blockColumns = 512

    init(
        kernel: Matrix, bias: [Float], activation: Activation, batchSize: Int, precision: ProductPrecision, workers: Int
    ) {
        inputs = kernel.rows
        units = kernel.columns
        self.kernel = FloatBuffer(kernel.elements)
        self.bias = FloatBuffer(bias)
        self.activation = activation
        self.workers = workers
        output = FloatBuffer(count: batchSize * kernel.columns)
        gradient = FloatBuffer(count: batchSize * kernel.columns)
        biasGradient = FloatBuffer(count: kernel.columns)
        blockRows = min(kernel.rows, max(1, Self.blockCount / kernel.columns))
        kernelGradient = FloatBuffer(count: workers * blockRows * kernel.columns)
        sums = activation.needsSums ? FloatBuffer(count: batchSize * kernel.columns) : nil
        rounded = precision == .bfloat16 ? RoundedFactors(kernel: kernel, batchSize: batchSize) : nil
    }

    var tensorCounts: [Int] { [inputs * units, units] }
    var parameters: LayerParameters {
        .dense(kernel: Matrix(rows: inputs, columns: units, elements: kernel.values), bias: bias.values)
    }

    func forward(_ input: UnsafePointer<Float>, rows: Int) {
        if let rounded {
            forEachRow(rows) { BrainFloat.round(input + $0 * inputs, count: inputs, into: rounded.input + $0 * inputs) }
        }
        let inputFactor = ProductFactor(values: input, rounded: rounded?.input.reading, stride: inputs)
        let (kernel, bias) = (kernelFactor, bias.pointer)
        let (output, sums) = (output.pointer, sums?.pointer)
        forEachColumnBlock(of: units) { columns in
            let first = columns.lowerBound
            inputFactor.multiply(
                by: kernel.advanced(by: first), m: rows, n: columns.count, k: inputs, into: output + first,
                stride: units)
            ColumnPasses.addBias(
                bias + first, activation: activation, to: output + first, sums: sums.map { $0 + first }, rows: rows,
                columns: columns.count, stride: units)
        }
    }

    /// `activation(input kernel + bias)`, softmax excepted, of a trained layer.
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
            ColumnPasses.addBias(bias, activation: activation, to: output, rows: rows, columns: units, stride: units)
        }
    }

    func backward(
        _ input: UnsafePointer<Float>, rows: Int, inputGradient: UnsafeMutablePointer<Float>?, firstTensor: Int,
        consumer: any GradientConsumer
    ) {
        completeGradient(rows: rows)
        let gradientFactor = ProductFactor(
            values: gradient.pointer, rounded: rounded?.gradient.reading, stride: units)
        if let inputGradient {
            // Before the kernel changes below.
            let kernel = kernelFactor
            forEachColumnBlock(of: inputs) { columns in
                gradientFactor.multiply(
                    by: kernel.advanced(by: columns.lowerBound * units).transposed, m: rows, n: columns.count,
                    k: units, into: inputGradient + columns.lowerBound, stride: inputs)
            }
        }
        let inputFactor = ProductFactor(values: input, rounded: rounded?.input.reading, stride: inputs)
        consumeKernelGradient(inputFactor, gradientFactor, rows: rows, tensor: firstTensor, consumer: consumer)
        consumer.consume(
            tensor: firstTensor + 1, offset: 0, gradient: biasGradient.reading, parameters: bias.pointer)
    }

    /// Takes the gradient of the output to that of the sums, sums it up for the bias, and rounds it.
    private func completeGradient(rows: Int) {
        let units = units
        let (output, gradient, biasGradient) = (output.pointer, gradient.pointer, biasGradient.pointer)
        let sums = sums?.pointer
        forEachColumnBlock(of: units) { columns in
            let first = columns.lowerBound
            ColumnPasses.multiply(
                gradient + first, bySlopeOf: activation, output: output + first, sums: sums.map { $0 + first }, rows: rows,
                columns: columns.count, stride: units)
            ColumnPasses.sum(
                gradient + first, rows: rows, columns: columns.count, stride: units, into: biasGradient + first)
        }
        if let rounded {
            forEachRow(rows) { BrainFloat.round(gradient + $0 * units, count: units, into: rounded.gradient + $0 * units) }
        }
    }

    /// `inputᵀ gradient`, a block of kernel rows at a time, each handed on by the thread that has just computed it.
    private func consumeKernelGradient(
        _ input: ProductFactor, _ gradient: ProductFactor, rows: Int, tensor: Int, consumer: any GradientConsumer
    ) {
        let (inputs, units, blockRows) = (inputs, units, blockRows)
        let (kernel, scratch, rounded) = (kernel.pointer, kernelGradient.pointer, rounded)
        WorkBlocks.forEach(WorkBlocks.count(of: blockRows, covering: inputs), workers: workers) { block, worker in
            let start = block * blockRows
            let count = min(blockRows, inputs - start)
            let part = scratch + worker * blockRows * units
            input.advanced(by: start).transposed.multiply(
                by: gradient, m: count, n: units, k: rows, into: part, stride: units)
            consumer.consume(
                tensor: tensor, offset: start * units,
                gradient: UnsafeBufferPointer(start: part, count: count * units), parameters: kernel + start * units)
            if let rounded {
                BrainFloat.round(kernel + start * units, count: count * units, into: rounded.kernel + start * units)
            }
        }
    }

    private var kernelFactor: ProductFactor {
        ProductFactor(values: UnsafePointer(kernel.pointer), rounded: rounded?.kernel.reading, stride: units)
    }

    private func forEachColumnBlock(of width: Int, _ body: (Range<Int>) -> Void) {
        // At least four blocks, so that a thread that is late holds up the others little.
        let size = min(Self.blockColumns, max(64, (width / 4 + 15) / 16 * 16))
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: width), workers: workers) { block, _ in
            body(block * size..<min(width, (block + 1) * size))
        }
    }

    private func forEachRow(_ rows: Int, _ body: (Int) -> Void) {
        let size = 16
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: rows), workers: workers) { block, _ in
            for row in block * size..<min(rows, (block + 1) * size) { body(row) }
        }
    }
}

/// What enters a dense layer's products, rounded to brain floats.
private final class RoundedFactors {
    /// `[inputs, units]`, renewed with every block of the kernel that changes.
    let kernel: UnsafeMutablePointer<BrainFloat>
    /// `[batch, inputs]`
    let input: UnsafeMutablePointer<BrainFloat>
    /// `[batch, units]`
    let gradient: UnsafeMutablePointer<BrainFloat>
    private let buffers: [WorkBuffer<BrainFloat>]

    init(kernel values: Matrix, batchSize: Int) {
        let (inputs, units) = (values.rows, values.columns)
        buffers = [inputs * units, batchSize * inputs, batchSize * units].map {
            WorkBuffer(count: $0, repeating: BrainFloat(bits: 0))
        }
        (kernel, input, gradient) = (buffers[0].pointer, buffers[1].pointer, buffers[2].pointer)
        values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            BrainFloat.round(base, count: values.count, into: kernel)
        }
    }
}

extension UnsafeMutablePointer {
    fileprivate var reading: UnsafePointer<Pointee> { UnsafePointer(self) }
}
