import Concurrency
import Graphs
import LinearAlgebra
import Matrices

/// A dense layer in training, with the activation that follows it.
///
/// Products are computed block by block, each block on one thread: a result depends on the blocks, which follow from
/// the shapes, and not on the number of threads.
final class DenseKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let tensors: TensorRange
    private let inputs: Int
    private let units: Int
    /// The weights, `[inputs, units]`.
    private let kernel: FloatBuffer
    private let bias: FloatBuffer?
    private let activation: Activation
    private let team: WorkTeam
    private let biasGradient: FloatBuffer
    /// What a layer without a bias adds.
    private let zeros: FloatBuffer
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

    /// - Parameters:
    ///   - bias: nil for a layer without.
    ///   - tensors: the numbers of kernel and bias among those that gradients are consumed of.
    init(
        from source: Slot, to result: Slot, kernel: FloatBuffer, bias: FloatBuffer?, activation: Activation,
        tensors: TensorRange, batchSize: Int, precision: ProductPrecision, team: WorkTeam
    ) {
        (self.source, self.result) = (source, result)
        (inputs, units) = (source.width, result.width)
        self.kernel = kernel
        self.bias = bias
        self.activation = activation
        self.tensors = tensors
        self.team = team
        biasGradient = FloatBuffer(count: units)
        zeros = FloatBuffer(count: bias == nil ? units : 0)
        blockRows = min(inputs, max(1, Self.blockCount / units))
        kernelGradient = FloatBuffer(count: team.count * blockRows * units)
        sums = activation.needsSums ? FloatBuffer(count: batchSize * units) : nil
        rounded =
            precision == .bfloat16
            ? RoundedFactors(kernel: kernel, inputs: inputs, units: units, batchSize: batchSize) : nil
    }

    func forward(rows: Int) {
        let input = source.values
        if let rounded {
            forEachRow(rows) { BrainFloat.round(input + $0 * inputs, count: inputs, into: rounded.input + $0 * inputs) }
        }
        let inputFactor = ProductFactor(values: input, rounded: rounded?.input.reading, stride: inputs)
        let (kernel, bias) = (kernelFactor, (bias ?? zeros).pointer)
        let (output, sums) = (result.target, sums?.pointer)
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

    func backward(rows: Int, consumer: any GradientConsumer) {
        let input = source.values
        completeGradient(rows: rows)
        let gradientFactor = ProductFactor(
            values: result.gradientTarget, rounded: rounded?.gradient.reading, stride: units)
        source.addGradient(rows: rows) { inputGradient in
            // Before the kernel changes below.
            let kernel = kernelFactor
            forEachColumnBlock(of: inputs) { columns in
                gradientFactor.multiply(
                    by: kernel.advanced(by: columns.lowerBound * units).transposed, m: rows, n: columns.count,
                    k: units, into: inputGradient + columns.lowerBound, stride: inputs)
            }
        }
        let inputFactor = ProductFactor(values: input, rounded: rounded?.input.reading, stride: inputs)
        consumeKernelGradient(inputFactor, gradientFactor, rows: rows, tensor: tensors.first, consumer: consumer)
        guard let bias else { return }
        consumer.consume(
            tensor: tensors.first + 1, offset: 0, gradient: biasGradient.reading, parameters: bias.pointer)
    }

    /// Takes the gradient of the output to that of the sums, sums it up for the bias, and rounds it.
    private func completeGradient(rows: Int) {
        let units = units
        let (output, gradient, biasGradient) = (result.target, result.gradientTarget, biasGradient.pointer)
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
        WorkBlocks.forEach(WorkBlocks.count(of: blockRows, covering: inputs), team: team) { block, worker in
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
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: width), team: team) { block, _ in
            body(block * size..<min(width, (block + 1) * size))
        }
    }

    private func forEachRow(_ rows: Int, _ body: (Int) -> Void) {
        let size = 16
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: rows), team: team) { block, _ in
            for row in block * size..<min(rows, (block + 1) * size) { body(row) }
        }
    }
}

/// What enters a dense layer's products, rounded to brain floats.
private final class RoundedFactors {
    /// `[inputs, units]`, renewed with every block of the kernel that changes.
    let kernel: UnsafeMutablePointer<BrainFloat>
    /// The rows that enter, `[batch, inputs]`.
    let input: UnsafeMutablePointer<BrainFloat>
    /// The gradient with respect to the rows that leave, `[batch, units]`.
    let gradient: UnsafeMutablePointer<BrainFloat>
    private let buffers: [WorkBuffer<BrainFloat>]

    init(kernel values: FloatBuffer, inputs: Int, units: Int, batchSize: Int) {
        buffers = [inputs * units, batchSize * inputs, batchSize * units].map {
            WorkBuffer(count: $0, repeating: BrainFloat(bits: 0))
        }
        (kernel, input, gradient) = (buffers[0].pointer, buffers[1].pointer, buffers[2].pointer)
        BrainFloat.round(values.pointer, count: values.count, into: kernel)
    }
}

extension UnsafeMutablePointer {
    fileprivate var reading: UnsafePointer<Pointee> { UnsafePointer(self) }
}
